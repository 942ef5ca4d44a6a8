<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context><name>repair</name>
<message id="report.label.repair"><source>Repair</source></message>
<message id="report.label.steps_done"><source>Steps done</source></message>
<message id="report.label.part_used"><source>Part fitted</source></message>
<message id="report.label.part_code"><source>Part code</source></message>
<message id="report.label.quantity"><source>Quantity</source></message>
<message id="report.label.photos"><source>Photos (metadata removed; SHA-256 of the file)</source></message>
<message id="report.label.handover"><source>Hand-over</source></message>
<message id="report.label.date"><source>Date</source></message>
<message id="repair.row.notes"><source>Repair notes</source></message>
<message id="repair.row.damage"><source>Cause of damage</source></message>
<message id="repair.not_judged"><source>not judged</source></message>
<message id="repair.damage.wear"><source>Wear</source></message>
<message id="repair.damage.handling"><source>Handling by the user</source></message>
<message id="repair.damage.transport"><source>Transport</source></message>
<message id="repair.damage.unknown"><source>Not known</source></message>
<message id="repair.signature.workshop"><source>Handed over by (workshop)</source></message>
<message id="repair.signature.customer"><source>Received by (customer)</source></message>
<message id="retest.unreadable"><source>{path}: cannot be the record of an inspection: {detail}</source></message>
<message id="retest.nothing_failed"><source>{path}: nothing failed in that inspection, so nothing is to be tested again</source></message>
<message id="retest.other_unit"><source>This is another unit: before the repair it was {before}, now it is {serial}. Connect the repaired one.</source></message>
<message id="report.label.retested"><source>Before and after the repair</source></message>
<message id="report.label.before"><source>Before</source></message>
<message id="report.label.between"><source>Repair</source></message>
<message id="report.label.after"><source>After</source></message>
<message id="report.label.became"><source>What became of it</source></message>
<message id="report.banner.retest"><source>Re-test: only {checks} tested again. Every other check counts as it stood before the repair, on {when}.</source></message>
<message id="report.verdict.pass_retest"><source>Checks tested again and passed: {count}; the others passed before the repair.</source></message>
<message id="retest.verdict"><source>Verdict</source></message>
<message id="retest.same_unit"><source>Same unit</source></message>
<message id="retest.same_unit.yes"><source>yes: same serial number</source></message>
<message id="retest.same_unit.no"><source>no: another serial number or model</source></message>
<message id="retest.same_unit.unknown"><source>not known: a serial number is missing</source></message>
<message id="retest.part"><source>{count} × {part}</source></message>
<message id="retest.nothing_noted"><source>nothing was written down</source></message>
<message id="retest.steps"><source>{count} ticked</source></message>
<message id="retest.became.worse"><source>worse than before</source></message>
<message id="retest.became.mended"><source>mended</source></message>
<message id="retest.became.better"><source>better than before, still not good</source></message>
<message id="retest.became.open"><source>not decided after the repair</source></message>
<message id="retest.became.other"><source>not mended: other faults</source></message>
<message id="retest.became.new"><source>tested for the first time</source></message>
<message id="retest.became.same"><source>as before</source></message>
<message id="retest.became.not-repeated"><source>not tested again: as before</source></message>
<message id="retest.fault.gone"><source>gone</source></message>
<message id="retest.fault.left"><source>still there</source></message>
<message id="retest.fault.new"><source>new</source></message>
<message id="repair.steps"><source>Steps, in this order (tick what is done)</source></message>
<message id="repair.parts"><source>Parts fitted</source></message>
<message id="repair.notes_hint"><source>What was done, in your own words</source></message>
<message id="repair.no_cause"><source>No cause is known: find it, and write down what was done</source></message>
<message id="repair.back"><source>Back to the result</source></message>
<message id="repair.part.more"><source>One more: {part}</source></message>
<message id="repair.part.fewer"><source>One fewer: {part}</source></message>
<message id="repair.button.open"><source>Repair</source></message>
<message id="repair.button.retest"><source>Test again</source></message>
<message id="repair.next.repair"><source>Repair the unit: steps, parts, notes</source></message>
<message id="repair.next.retest"><source>Repair the unit, then test again what failed</source></message>
<message id="repair.next.connect"><source>Connect the repaired unit to this port again</source></message>
<message id="retest.only"><source>Only tested again: {checks}. All other checks count as they stood before the repair.</source></message>
<message id="retest.told"><source>{what_id}: {said}</source></message>
<message id="retest.result.all"><source>Tested again and passed: {checks}. The others passed before the repair.</source></message>
</context>
</TS>
