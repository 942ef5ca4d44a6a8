<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context><name>intake</name>
<message id="window.mode.repair"><source>Repair</source></message>
<message id="window.mode.intake"><source>Intake</source></message>
<message id="intake.title"><source>Which batch do the returns belong to?</source></message>
<message id="intake.text"><source>Begin a new batch, with the list of announced units if there is one (CSV, XLSX: drop it here), or go on with one below.</source></message>
<message id="intake.name"><source>Name of the new batch</source></message>
<message id="intake.list_choose"><source>List of announced units</source></message>
<message id="intake.before"><source>Go on with</source></message>
<message id="intake.go_on"><source>{name}   ·   {counts}</source></message>
<message id="intake.missing"><source>Not here yet</source></message>
<message id="intake.more"><source>and {count} more</source></message>
<message id="intake.which"><source>Which one is which?</source></message>
<message id="intake.no_sticker"><source>No sticker: start</source></message>
<message id="intake.forget_code"><source>Forget the code</source></message>
<message id="intake.again"><source>Write the reports again</source></message>
<message id="intake.labels"><source>Labels of this batch (PDF)</source></message>
<message id="intake.export"><source>Batch as a spreadsheet (XLSX)</source></message>
<message id="intake.other"><source>Another batch</source></message>
<message id="intake.scan.title"><source>Scan the sticker</source></message>
<message id="intake.scan.text"><source>Then plug the unit in: the inspection starts by itself.</source></message>
<message id="intake.scan_one.title"><source>Scan the sticker of the unit in lane {lane}</source></message>
<message id="intake.scan_one.text"><source>The inspection starts by itself. Without a sticker: Enter.</source></message>
<message id="intake.scan_several.title"><source>Scan a sticker</source></message>
<message id="intake.scan_several.text"><source>Several units wait. After the scan, name the lane of the unit in your hand, unless the unit told its serial number itself.</source></message>
<message id="intake.plug.title"><source>Plug in the unit {code}</source></message>
<message id="intake.plug.text"><source>The inspection starts as soon as it answers.</source></message>
<message id="intake.which_lane.title"><source>Which lane is {code} in?</source></message>
<message id="intake.which_lane.text"><source>Choose its card on the left, or Alt and the card's place. 'Which one is which?' makes every waiting unit show its lane.</source></message>
<message id="intake.takt"><source>Takt {seconds} s</source></message>
<message id="intake.effort"><source>attention {seconds} s (goal {goal_s}), {actions} actions (goal {goal_actions}) per unit</source></message>
<message id="intake.reports_wait"><source>{count} reports are not written yet: {reason}</source></message>
<message id="intake.trouble"><source>That did not work: {reason}</source></message>
<message id="intake.details"><source>All results</source></message>
<message id="intake.accessories_hint"><source>Also came with it, separated by commas</source></message>
<message id="intake.next.begin"><source>Begin the batch</source></message>
<message id="intake.next.file"><source>Put the unit where the verdict says; report and next</source></message>
<message id="intake.next.which_lane"><source>Choose the lane of the scanned unit</source></message>
<message id="intake.next.plug"><source>Plug in the scanned unit</source></message>
<message id="intake.next.scan_ready"><source>Scan its sticker, or start without one</source></message>
<message id="intake.next.scan"><source>Scan a sticker or plug a unit in</source></message>
<message id="intake.button.begin"><source>Begin</source></message>
<message id="intake.button.file"><source>Next unit</source></message>
<message id="intake.because"><source>Because {rule}</source></message>
<message id="intake.none_yet"><source>Inspected units are listed here, the latest first.</source></message>
<message id="intake.reason"><source>{verdict}: {checks}</source></message>
</context>
</TS>
