<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context><name>waiver</name>
<message id="waiver.button"><source>Accept nonetheless</source></message>
<message id="waiver.form"><source>Accept nonetheless: {check_id}</source></message>
<message id="waiver.form.text"><source>The verdict no longer counts this check. Name and reason stand in the signed report; what was found stays in it.</source></message>
<message id="waiver.by"><source>Who answers for it</source></message>
<message id="waiver.why"><source>Why</source></message>
<message id="waiver.accept"><source>Accept</source></message>
<message id="waiver.next"><source>Say who answers for it and why; Esc leaves it</source></message>
<message id="waiver.cancel"><source>Cancel</source></message>
<message id="waiver.take_back"><source>Take back</source></message>
<message id="waiver.told"><source>accepted by {by}: {why} (was: {was_id})</source></message>
<message id="verdict.pass-waived"><source>PASS, waived</source></message>
<message id="verify.waived"><source>Checks accepted nonetheless: {count}. The first page names by whom and why.</source></message>
<message id="waiver.row"><source>{check_id}: {said}</source></message>
<message id="waiver.no.result"><source>This check has no result: do it first.</source></message>
<message id="waiver.no.error"><source>The bench failed here, not the unit: repeat the check.</source></message>
<message id="waiver.no.need"><source>Nothing stands against a pass here.</source></message>
<message id="waiver.no.informative"><source>This check is for information only and does not count.</source></message>
<message id="waiver.no.forbidden"><source>Nobody's word lets a unit pass with this finding: {fault_id}.</source></message>
<message id="waiver.no.danger"><source>This unit is a danger: nobody's word lets it pass.</source></message>
<message id="waiver.no.words"><source>Say who answers for it, and why.</source></message>
<message id="waiver.no.closed"><source>Only between the end of the checks and the report.</source></message>
<message id="window.result.pass_waived"><source>Pass with a concession</source></message>
<message id="window.result.waived"><source>Accepted nonetheless: {checks}</source></message>
<message id="report.waived.by"><source>accepted by</source></message>
<message id="report.waived.was"><source>was</source></message>
<message id="report.waived.summary"><source>accepted nonetheless; was: {was_id}</source></message>
<message id="report.rests.waived"><source>Accepted nonetheless</source></message>
<message id="report.verdict.pass_waived"><source>Passes with a concession. Checks accepted nonetheless: {count}; who answers for it, and why, is told below.</source></message>
<message id="fate.rule.waived"><source>passed with a concession</source></message>
<message id="handout.verdict.waived"><source>Your terminal can be used. Not everything is as it should be; that was accepted as it is.</source></message>
<message id="handout.waived"><source>{check_id}: accepted as it is by {by}: {why}</source></message>
<message id="verify.fact.waiver"><source>Accepted nonetheless</source></message>
<message id="cli.waive_words"><source>--waive needs --waived-by and --waived-why: who answers for it, and why.</source></message>
<message id="cli.waive_unknown"><source>--waive {check}: there is no such check. Checks: {known}</source></message>
<message id="cli.not_waived"><source>{check_id} was not accepted: {why}</source></message>
<message id="help.inspect.--waive"><source>accept this check nonetheless if it does not pass; once for each, with --waived-by and --waived-why</source></message>
<message id="help.inspect.--waived-by"><source>who answers for what is accepted nonetheless</source></message>
<message id="help.inspect.--waived-why"><source>why it is accepted nonetheless</source></message>
</context>
</TS>
