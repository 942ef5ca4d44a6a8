<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context><name>history</name>
<message id="history.error.url"><source>This is no address of a history: {detail}. A file is sqlite:////folder/history.sqlite, a server postgresql+psycopg://user@host/name; a database in memory would lose its records</source></message>
<message id="history.error.away"><source>The history's database does not answer: {detail}</source></message>
<message id="history.error.busy"><source>Another program holds the history: {detail}. Try again in a moment</source></message>
<message id="history.error.damaged"><source>The history cannot be read: {detail}</source></message>
<message id="history.error.newer"><source>This history was written by a newer Posbench ({detail}): update this bench first; nothing was changed</source></message>
<message id="history.error.none"><source>There is no inspection {detail}</source></message>
<message id="history.error.unwritable"><source>The history cannot be written: {detail}</source></message>
<message id="history.error.kind"><source>The history is exported to a file that ends in .csv, .xlsx or .json: {detail}</source></message>
<message id="history.error.file"><source>{path} holds no records of Posbench: {detail}</source></message>
<message id="history.waiting"><source>{count} inspections wait for the history and come into it as soon as it answers. {reason}</source></message>
<message id="history.unreadable"><source>A waiting inspection cannot be read and stays where it is: {path}</source></message>
<message id="history.no_unit"><source>No inspection of a unit {serial}</source></message>
<message id="history.imported"><source>{new} inspections taken in, {known} were known</source></message>
<message id="history.sheet"><source>Inspections</source></message>
<message id="batch.column.bench"><source>Bench</source></message>
<message id="history.quiet.waiting"><source>Waiting for the history: {count}</source></message>
<message id="history.quiet.text"><source>{reason}. Tried again by itself; the bench works on.</source></message>
<message id="window.mode.history"><source>History</source></message>
<message id="history.title"><source>Past inspections</source></message>
<message id="history.field.serial"><source>Serial number: scan or type</source></message>
<message id="history.field.model"><source>Model</source></message>
<message id="history.field.operator"><source>Operator</source></message>
<message id="history.field.since"><source>From 2026-01-31</source></message>
<message id="history.field.until"><source>To 2026-12-31</source></message>
<message id="history.any.verdict"><source>Any verdict</source></message>
<message id="history.any.fault"><source>Any fault</source></message>
<message id="history.date.bad"><source>A date is written 2026-11-22</source></message>
<message id="history.column.ended"><source>Ended</source></message>
<message id="history.column.serial"><source>Serial number</source></message>
<message id="history.column.model"><source>Model</source></message>
<message id="history.column.verdict"><source>Verdict</source></message>
<message id="history.column.faults"><source>Faults</source></message>
<message id="history.column.operator"><source>Operator</source></message>
<message id="history.count"><source>Found: {count}</source></message>
<message id="history.clear"><source>Clear the search</source></message>
<message id="history.open"><source>Open</source></message>
<message id="history.trends"><source>Trends</source></message>
<message id="history.again"><source>Try again</source></message>
<message id="history.looking.title"><source>Looking…</source></message>
<message id="history.looking.text"><source>The history is being asked.</source></message>
<message id="history.empty.title"><source>No inspection is kept yet</source></message>
<message id="history.empty.text"><source>Every inspection whose report is written is kept here by itself. Inspect a unit, or bring another bench's records with: app.py history import FILE.json</source></message>
<message id="history.none.title"><source>Nothing fits</source></message>
<message id="history.none.text"><source>Take a condition away, or type only the last digits of the serial number.</source></message>
<message id="history.away.title"><source>The history cannot be reached</source></message>
<message id="history.next.search"><source>Scan a unit, or type what you look for.</source></message>
<message id="history.next.open"><source>Choose an inspection and open it.</source></message>
<message id="history.next.back"><source>This is how it was then. Esc leads back to the list.</source></message>
<message id="history.back"><source>Back to the list</source></message>
<message id="history.compare"><source>Compare with the one before</source></message>
<message id="history.compare.none"><source>This unit has no inspection before this one.</source></message>
<message id="history.report"><source>Make the report again</source></message>
<message id="history.compared"><source>Compared with the inspection before</source></message>
<message id="history.compared.text"><source>Before: {when}, {operator}. What is different stands first.</source></message>
<message id="history.curves"><source>Supply and temperature</source></message>
</context>
</TS>
