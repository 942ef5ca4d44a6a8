<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context><name>batch</name>
<message id="batch.column.state"><source>State</source></message>
<message id="batch.column.serial"><source>Serial number</source></message>
<message id="batch.column.sticker"><source>Serial on the sticker</source></message>
<message id="batch.column.model"><source>Model</source></message>
<message id="batch.column.verdict"><source>Verdict</source></message>
<message id="batch.column.fate"><source>Goes to</source></message>
<message id="batch.column.rule"><source>Because</source></message>
<message id="batch.column.faults"><source>Faults</source></message>
<message id="batch.column.order"><source>Work order</source></message>
<message id="batch.column.accessories"><source>Accessories</source></message>
<message id="batch.column.operator"><source>Operator</source></message>
<message id="batch.column.started"><source>Started (UTC)</source></message>
<message id="batch.column.ended"><source>Ended (UTC)</source></message>
<message id="batch.column.attention"><source>Attention, s</source></message>
<message id="batch.column.actions"><source>Actions</source></message>
<message id="batch.column.report"><source>Report</source></message>
<message id="batch.column.inspection"><source>Inspection</source></message>
<message id="batch.state.found"><source>as announced</source></message>
<message id="batch.state.arrived"><source>inspected</source></message>
<message id="batch.state.missing"><source>missing</source></message>
<message id="batch.state.surplus"><source>surplus</source></message>
<message id="batch.state.other-model"><source>another model than announced</source></message>
<message id="batch.sheet.units"><source>Units</source></message>
<message id="batch.sheet.sums"><source>Sums</source></message>
<message id="batch.sum.inspected"><source>Units inspected</source></message>
<message id="batch.sum.expected"><source>Units announced</source></message>
<message id="batch.sum.takt"><source>Takt, s</source></message>
<message id="batch.label.demonstration"><source>Demonstration: a simulated unit</source></message>
<message id="batch.error.no-units"><source>There is no unit to print a label or list for</source></message>
<message id="batch.error.exists"><source>A batch {detail} exists already: choose another name, or go on with it</source></message>
<message id="batch.error.none"><source>There is no batch {detail}: 'app.py batch list' names them</source></message>
<message id="batch.error.unwritable"><source>The batch cannot be written: {detail}. Make room or check the rights, then try again</source></message>
<message id="batch.error.unreadable"><source>The batch cannot be read: {detail}</source></message>
<message id="batch.error.damaged"><source>The batch is damaged or from a newer program: {detail}</source></message>
<message id="batch.error.bad-name"><source>A batch is named with letters, digits, spaces, - and _, at most 40: {detail}</source></message>
<message id="batch.error.list"><source>The list cannot be used: {reason_id} {detail}</source></message>
<message id="batch.list.not-a-list"><source>it is no CSV, XLSX or saved page with a table</source></message>
<message id="batch.list.encoding"><source>its letters are in no known encoding</source></message>
<message id="batch.list.too-large"><source>it is too large</source></message>
<message id="batch.list.no-units"><source>it names no serial number</source></message>
<message id="batch.list.unreadable"><source>it cannot be opened</source></message>
<message id="batch.counts"><source>{units} inspected, {expected} announced, {missing} missing, {surplus} surplus</source></message>
<message id="batch.error.kind"><source>A batch is exported to a file that ends in .csv or .xlsx: {detail}</source></message>
<message id="report.row.work_order"><source>Work order</source></message>
<message id="report.row.accessories"><source>Came with it</source></message>
<message id="batch.counts_plain"><source>{units} inspected</source></message>
</context>
</TS>
