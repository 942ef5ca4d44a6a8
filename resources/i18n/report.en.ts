<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>report</name>
    <message id="report.label.title">
        <source>Service report</source>
    </message>
    <message id="report.label.unit">
        <source>Unit</source>
    </message>
    <message id="report.label.inspection">
        <source>Inspection</source>
    </message>
    <message id="report.label.software">
        <source>Software and settings, told by the unit</source>
    </message>
    <message id="report.label.complaint">
        <source>Complaint</source>
    </message>
    <message id="report.label.diagnosis">
        <source>Diagnosis and remedy</source>
    </message>
    <message id="report.label.no_diagnosis">
        <source>No fault was named.</source>
    </message>
    <message id="report.label.checks">
        <source>Results at a glance</source>
    </message>
    <message id="report.label.measured">
        <source>Measurements and limits</source>
    </message>
    <message id="report.label.keypad">
        <source>Keypad map</source>
    </message>
    <message id="report.label.graphs">
        <source>Supply and temperature</source>
    </message>
    <message id="report.label.log">
        <source>Event log</source>
    </message>
    <message id="report.label.proof">
        <source>How to check this report</source>
    </message>
    <message id="report.label.sources">
        <source>What is known of this model rests on</source>
    </message>
    <message id="report.label.what">
        <source>Quantity</source>
    </message>
    <message id="report.label.value">
        <source>Value</source>
    </message>
    <message id="report.label.limit">
        <source>Limit</source>
    </message>
    <message id="report.label.source">
        <source>Source of the limit</source>
    </message>
    <message id="report.label.evidence">
        <source>Evidence</source>
    </message>
    <message id="report.label.outcome">
        <source>Outcome</source>
    </message>
    <message id="report.label.remedy">
        <source>Remedy</source>
    </message>
    <message id="report.label.part">
        <source>Part</source>
    </message>
    <message id="report.label.retest">
        <source>Test again afterwards</source>
    </message>
    <message id="report.label.rests_on">
        <source>Rests on</source>
    </message>
    <message id="report.label.decide_by">
        <source>To decide between causes</source>
    </message>
    <message id="report.label.found">
        <source>Found</source>
    </message>
    <message id="report.label.notes">
        <source>Notes</source>
    </message>
    <message id="report.label.check">
        <source>Check</source>
    </message>
    <message id="report.label.page_of">
        <source>Page {page} of {pages}</source>
    </message>
    <message id="report.label.signed_by">
        <source>Digitally signed</source>
    </message>
    <message id="report.label.confidence">
        <source>Confidence</source>
    </message>
    <message id="report.label.do_not_open">
        <source>Do not open the case</source>
    </message>
    <message id="report.label.time">
        <source>Time</source>
    </message>
    <message id="report.label.event">
        <source>Event</source>
    </message>
    <message id="report.label.marginal_band">
        <source>marginal</source>
    </message>
    <message id="report.label.resolution">
        <source>resolution</source>
    </message>
    <message id="report.label.record_digest">
        <source>SHA-256 of the attached record</source>
    </message>
    <message id="report.label.subjects">
        <source>Where</source>
    </message>
    <message id="report.label.record">
        <source>Record</source>
    </message>
    <message id="report.label.summary">
        <source>Values</source>
    </message>
    <message id="report.join">
        <source>|, |</source>
    </message>
    <message id="report.colon">
        <source>|: |</source>
    </message>
    <message id="report.stop">
        <source>|. |</source>
    </message>
    <message id="report.bracket">
        <source>| · |</source>
    </message>
    <message id="report.more">
        <source>{count} more in the attached record</source>
    </message>
    <message id="report.counted">
        <source>{count} × {outcome_id}</source>
    </message>
    <message id="report.restarts">
        <source>restarted {count} ×</source>
    </message>
    <message id="report.informative">
        <source>informative</source>
    </message>
    <message id="report.not_observable">
        <source>not observable</source>
    </message>
    <message id="report.not_told">
        <source>not told by the unit</source>
    </message>
    <message id="report.not_entered">
        <source>not entered</source>
    </message>
    <message id="report.not_measured">
        <source>not measured</source>
    </message>
    <message id="report.own_default">
        <source>Posbench default</source>
    </message>
    <message id="report.sticker_same">
        <source>{serial} (the same)</source>
    </message>
    <message id="report.sticker_differs">
        <source>{serial}: differs from what the unit reports</source>
    </message>
    <message id="report.no_serial">
        <source>Serial number not known</source>
    </message>
    <message id="report.serial_short">
        <source>Serial number {serial}</source>
    </message>
    <message id="report.no_complaint">
        <source>None stated.</source>
    </message>
    <message id="report.simulated">
        <source>{name} (simulated operator)</source>
    </message>
    <message id="report.link">
        <source>{losses} interruptions, {damaged} damaged frames</source>
    </message>
    <message id="report.layout_unconfirmed">
        <source>Key places are drawn after the usual order of this kind of unit; they were not confirmed on hardware.</source>
    </message>
    <message id="report.seen_times">
        <source>seen {count} ×</source>
    </message>
    <message id="report.confidence">
        <source>{percent} % ({grade_id})</source>
    </message>
    <message id="report.confidence.high">
        <source>high</source>
    </message>
    <message id="report.confidence.medium">
        <source>medium</source>
    </message>
    <message id="report.confidence.low">
        <source>low</source>
    </message>
    <message id="report.duration">
        <source>{minutes} min {seconds} s</source>
    </message>
    <message id="report.moment">
        <source>{day} {month_id} {year}, {time} UTC</source>
    </message>
    <message id="report.month.1">
        <source>January</source>
    </message>
    <message id="report.month.2">
        <source>February</source>
    </message>
    <message id="report.month.3">
        <source>March</source>
    </message>
    <message id="report.month.4">
        <source>April</source>
    </message>
    <message id="report.month.5">
        <source>May</source>
    </message>
    <message id="report.month.6">
        <source>June</source>
    </message>
    <message id="report.month.7">
        <source>July</source>
    </message>
    <message id="report.month.8">
        <source>August</source>
    </message>
    <message id="report.month.9">
        <source>September</source>
    </message>
    <message id="report.month.10">
        <source>October</source>
    </message>
    <message id="report.month.11">
        <source>November</source>
    </message>
    <message id="report.month.12">
        <source>December</source>
    </message>
    <message id="report.band.between">
        <source>{low} to {high} {unit}</source>
    </message>
    <message id="report.band.exactly">
        <source>exactly {value} {unit}</source>
    </message>
    <message id="report.band.at_most">
        <source>at most {value} {unit}</source>
    </message>
    <message id="report.band.at_least">
        <source>at least {value} {unit}</source>
    </message>
    <message id="report.band.below">
        <source>below {value} {unit}</source>
    </message>
    <message id="report.band.above">
        <source>above {value} {unit}</source>
    </message>
    <message id="report.band.any">
        <source>any</source>
    </message>
    <message id="report.unit.keys">
        <source>keys</source>
    </message>
    <message id="report.unit.one.keys">
        <source>key</source>
    </message>
    <message id="report.unit.dots">
        <source>dots</source>
    </message>
    <message id="report.unit.one.dots">
        <source>dot</source>
    </message>
    <message id="report.unit.presses">
        <source>presses</source>
    </message>
    <message id="report.unit.one.presses">
        <source>press</source>
    </message>
    <message id="report.unit.events">
        <source>events</source>
    </message>
    <message id="report.unit.one.events">
        <source>event</source>
    </message>
    <message id="report.unit.patterns">
        <source>patterns</source>
    </message>
    <message id="report.unit.one.patterns">
        <source>pattern</source>
    </message>
    <message id="report.unit.days">
        <source>days</source>
    </message>
    <message id="report.unit.one.days">
        <source>day</source>
    </message>
    <message id="report.unit.bytes">
        <source>bytes</source>
    </message>
    <message id="report.unit.one.bytes">
        <source>byte</source>
    </message>
    <message id="report.part.network-cable">
        <source>Network cable</source>
    </message>
    <message id="report.verdict.pass">
        <source>Every required check passed.</source>
    </message>
    <message id="report.verdict.pass_marginal">
        <source>Every required check passed; some values are close to their limit.</source>
    </message>
    <message id="report.verdict.fail">
        <source>At least one required check failed.</source>
    </message>
    <message id="report.verdict.not_decided">
        <source>Nothing failed, but not everything required could be judged. This is not a pass.</source>
    </message>
    <message id="report.rests.failed">
        <source>Failed</source>
    </message>
    <message id="report.rests.undecided">
        <source>Not judged</source>
    </message>
    <message id="report.rests.marginal">
        <source>Marginal</source>
    </message>
    <message id="report.banner.do_not_open">
        <source>Do not open the case: opening trips the tamper protection and erases the keys. Only the maker's authorised repair may.</source>
    </message>
    <message id="report.banner.demonstration">
        <source>Demonstration: a simulated unit or a throw-away identity. This report proves nothing about a real unit.</source>
    </message>
    <message id="report.banner.simulated_operator">
        <source>A simulated operator answered the questions of this inspection.</source>
    </message>
    <message id="report.banner.aborted">
        <source>The inspection was stopped before its end.</source>
    </message>
    <message id="report.banner.unsigned">
        <source>Preview: not signed.</source>
    </message>
    <message id="report.row.maker">
        <source>Maker</source>
    </message>
    <message id="report.row.model">
        <source>Model</source>
    </message>
    <message id="report.row.serial">
        <source>Serial, reported by the unit</source>
    </message>
    <message id="report.row.sticker_serial">
        <source>Serial on the sticker</source>
    </message>
    <message id="report.row.port">
        <source>Port</source>
    </message>
    <message id="report.row.usb">
        <source>USB identity</source>
    </message>
    <message id="report.row.evidence">
        <source>Basis of the model's data</source>
    </message>
    <message id="report.row.ended">
        <source>Date</source>
    </message>
    <message id="report.row.duration">
        <source>Duration</source>
    </message>
    <message id="report.row.operator">
        <source>Inspected by</source>
    </message>
    <message id="report.row.plan">
        <source>Plan</source>
    </message>
    <message id="report.row.bench">
        <source>Bench</source>
    </message>
    <message id="report.row.program">
        <source>Program</source>
    </message>
    <message id="report.row.system">
        <source>System</source>
    </message>
    <message id="report.row.meter">
        <source>Supply meter</source>
    </message>
    <message id="report.row.resolution">
        <source>Timing resolution</source>
    </message>
    <message id="report.row.link">
        <source>Link</source>
    </message>
    <message id="report.row.seed">
        <source>Random seed</source>
    </message>
    <message id="report.row.record">
        <source>Record</source>
    </message>
    <message id="report.row.signer">
        <source>Signer</source>
    </message>
    <message id="report.row.fingerprint">
        <source>Certificate, SHA-256</source>
    </message>
    <message id="report.row.root_fingerprint">
        <source>Workshop root, SHA-256</source>
    </message>
    <message id="report.document_title">
        <source>Service report: {unit}: {verdict}</source>
    </message>
    <message id="report.plan.full">
        <source>Full inspection</source>
    </message>
    <message id="report.plan.quick">
        <source>Quick inspection</source>
    </message>
    <message id="report.part.keypad">
        <source>Keypad</source>
    </message>
    <message id="report.part.display">
        <source>Display</source>
    </message>
    <message id="report.part.cable">
        <source>Cable</source>
    </message>
    <message id="report.part.charger">
        <source>Charger</source>
    </message>
    <message id="report.part.battery">
        <source>Battery</source>
    </message>
    <message id="report.part.mainboard">
        <source>Mainboard</source>
    </message>
    <message id="report.graph.time">
        <source>Time since the start, min:s</source>
    </message>
    <message id="report.graph.range">
        <source>{count} samples, {low} to {high} {unit}, mean {mean} {unit}</source>
    </message>
    <message id="report.graph.band">
        <source>Normal band</source>
    </message>
    <message id="report.graph.no_limit">
        <source>No limit applies</source>
    </message>
    <message id="report.graph.inside">
        <source>No sample lies outside</source>
    </message>
    <message id="report.graph.outside">
        <source>Outside {count} ×; the longest time {lasted} s from second {at}, reaching {worst}</source>
    </message>
    <message id="report.channel.voltage@meter">
        <source>Supply voltage at the meter</source>
    </message>
    <message id="report.channel.current@meter">
        <source>Supply current at the meter</source>
    </message>
    <message id="report.channel.power@meter">
        <source>Supply power at the meter</source>
    </message>
    <message id="report.channel.temperature@meter">
        <source>Temperature of the meter itself, not of the unit</source>
    </message>
    <message id="report.channel.voltage@supply">
        <source>Supply voltage at the unit</source>
    </message>
    <message id="report.channel.current@supply">
        <source>Supply current at the unit</source>
    </message>
    <message id="report.channel.temperature@board">
        <source>Board temperature</source>
    </message>
    <message id="report.channel.temperature@battery">
        <source>Battery temperature</source>
    </message>
    <message id="report.channel.temperature@probe">
        <source>Temperature at the probe</source>
    </message>
    <message id="report.channel.typed">
        <source>read off a multimeter and typed</source>
    </message>
    <message id="report.channel.voltage@battery">
        <source>Battery voltage</source>
    </message>
    <message id="report.channel.current@battery">
        <source>Battery current</source>
    </message>
    <message id="report.channel.charge@battery">
        <source>Battery charge</source>
    </message>
    <message id="report.alt.keypad">
        <source>Map of the keypad</source>
    </message>
    <message id="report.alt.qr">
        <source>QR code with the record number and the SHA-256 of the attached record</source>
    </message>
    <message id="report.label.attachment">
        <source>Record of the inspection, machine-readable</source>
    </message>
    <message id="report.reason">
        <source>Posbench service report</source>
    </message>
    <message id="report.proof">
        <source>Open this file in any PDF reader that shows signatures: it must say that the document has not been changed. For a strict answer run "app.py verify REPORT.pdf --trust root.pem" with the workshop's root certificate, and compare its fingerprint with the one below over another channel. The complete record is attached as record.json; the code holds its number and digest. The time is the bench's own claim, unless the verifier names a time stamp.</source>
    </message>
    <message id="report.proof_unsigned">
        <source>This is a preview without a signature. It proves nothing.</source>
    </message>
    <message id="report.error.no_folder">
        <source>The folder of {path} does not exist.</source>
    </message>
    <message id="report.error.full">
        <source>There is no space left to write {path}.</source>
    </message>
    <message id="report.error.read_only">
        <source>{path} cannot be written: no permission, or the disk is read-only.</source>
    </message>
    <message id="report.error.is_folder">
        <source>{path} is a folder.</source>
    </message>
    <message id="report.error.no_file">
        <source>{path} is no ordinary file but a device, a pipe or the like. Name a file.</source>
    </message>
    <message id="report.error.too_large">
        <source>The system does not allow a file as large as {path} needs.</source>
    </message>
    <message id="report.error.write">
        <source>{path} cannot be written: {detail}</source>
    </message>
    <message id="report.error.no_font">
        <source>The font of the report is missing in {path}.</source>
    </message>
    <message id="report.error.template">
        <source>The page could not be made: {detail}</source>
    </message>
    <message id="report.error.signing">
        <source>The report could not be signed: {detail}</source>
    </message>
    <message id="report.error.self_check">
        <source>The signed report did not pass its own verification and was not handed out.</source>
    </message>
    <message id="outcome.pass">
        <source>Pass</source>
    </message>
    <message id="outcome.marginal">
        <source>Marginal</source>
    </message>
    <message id="outcome.fail">
        <source>Fail</source>
    </message>
    <message id="outcome.not-judged">
        <source>Not judged</source>
    </message>
    <message id="outcome.skipped">
        <source>Skipped</source>
    </message>
    <message id="outcome.waived">
        <source>Waived</source>
    </message>
    <message id="outcome.error">
        <source>Bench error</source>
    </message>
    <message id="outcome.aborted">
        <source>Aborted</source>
    </message>
    <message id="verdict.pass">
        <source>PASS</source>
    </message>
    <message id="verdict.fail">
        <source>FAIL</source>
    </message>
    <message id="verdict.not-decided">
        <source>NOT DECIDED</source>
    </message>
    <message id="evidence.identified">
        <source>identified</source>
    </message>
    <message id="evidence.masked">
        <source>masked</source>
    </message>
    <message id="evidence.operator">
        <source>operator</source>
    </message>
    <message id="evidence.measured">
        <source>measured</source>
    </message>
    <message id="mark.none">
        <source>Not tested</source>
    </message>
    <message id="mark.asked">
        <source>Asked, no answer</source>
    </message>
    <message id="mark.identified">
        <source>Identified: this key's own code arrived</source>
    </message>
    <message id="mark.masked">
        <source>Masked: some digit arrived while this key was asked for</source>
    </message>
    <message id="mark.operator">
        <source>Operator: seen on the unit only</source>
    </message>
    <message id="mark.dead">
        <source>Dead: no answer</source>
    </message>
    <message id="mark.crossed">
        <source>Crossed: another key's code arrived</source>
    </message>
    <message id="mark.chatter">
        <source>Chatter: two for one press</source>
    </message>
    <message id="mark.stuck">
        <source>Stuck</source>
    </message>
    <message id="mark.missing">
        <source>Cap missing or damaged</source>
    </message>
    <message id="mark.unsure">
        <source>Could not be told</source>
    </message>
    <message id="verify.intact_trusted">
        <source>Intact, and signed by a workshop you trust.</source>
    </message>
    <message id="verify.intact_untrusted">
        <source>Intact, but the signer is not trusted.</source>
    </message>
    <message id="verify.altered">
        <source>Altered: the file is not what was signed.</source>
    </message>
    <message id="verify.not_ours">
        <source>Not a Posbench report, or unreadable.</source>
    </message>
    <message id="verify.time_claimed">
        <source>The time {time} is the bench's own claim.</source>
    </message>
    <message id="verify.revoked_later">
        <source>The certificate was revoked on {time}, after the time of signing.</source>
    </message>
    <message id="verify.demonstration">
        <source>Demonstration: this report proves nothing about a real unit.</source>
    </message>
    <message id="verify.simulated_operator">
        <source>A simulated operator answered.</source>
    </message>
    <message id="verify.signer_unknown">
        <source>The signer's root certificate is not among those given: {fingerprint}</source>
    </message>
    <message id="verify.no_trust_given">
        <source>No trusted root certificate was given.</source>
    </message>
    <message id="verify.same_name_other_root">
        <source>The root has the name of one you trust, but is another certificate. Beware.</source>
    </message>
    <message id="verify.expired">
        <source>The certificate of {name} was not valid at the time of signing ({time}).</source>
    </message>
    <message id="verify.revoked">
        <source>The certificate of {name} was revoked on {time}.</source>
    </message>
    <message id="verify.time_in_future">
        <source>The time of signing, {time}, lies in the future.</source>
    </message>
    <message id="verify.bad_trust">
        <source>What was given as a trusted certificate is none: {detail}</source>
    </message>
    <message id="verify.not_a_pdf">
        <source>This is not a PDF file.</source>
    </message>
    <message id="verify.unreadable">
        <source>The file cannot be read: {detail}</source>
    </message>
    <message id="verify.too_large">
        <source>The file is larger than any report.</source>
    </message>
    <message id="verify.empty">
        <source>The file is empty.</source>
    </message>
    <message id="verify.not_posbench">
        <source>No Posbench record is attached.</source>
    </message>
    <message id="verify.no_signature">
        <source>The signature is missing.</source>
    </message>
    <message id="verify.several_signatures">
        <source>There is more than one signature.</source>
    </message>
    <message id="verify.not_whole_file">
        <source>The signature does not cover the whole file.</source>
    </message>
    <message id="verify.digest">
        <source>The content was changed after signing.</source>
    </message>
    <message id="verify.signature_wrong">
        <source>The signature does not belong to this content.</source>
    </message>
    <message id="verify.signature_damaged">
        <source>The signature itself was changed or is damaged.</source>
    </message>
    <message id="verify.certificate_damaged">
        <source>A certificate in the signature was changed or is not as a bench makes it.</source>
    </message>
    <message id="verify.structure">
        <source>The structure of the file is not that of a signed report.</source>
    </message>
    <message id="verify.record_damaged">
        <source>The attached record cannot be read: {detail}</source>
    </message>
    <message id="verify.record_differs">
        <source>The attached record is not the one the page was made from.</source>
    </message>
    <message id="identity.wrong_passphrase">
        <source>The passphrase is wrong.</source>
    </message>
    <message id="identity.no_passphrase">
        <source>A passphrase is needed.</source>
    </message>
    <message id="identity.missing">
        <source>There is no identity in {path} yet.</source>
    </message>
    <message id="identity.exists">
        <source>There is already an identity in {path}.</source>
    </message>
    <message id="identity.damaged">
        <source>The identity in {path} is damaged: {detail}</source>
    </message>
    <message id="identity.write">
        <source>The identity cannot be written to {path}: {detail}</source>
    </message>
    <message id="identity.expired">
        <source>The certificate of {name} expired on {time}: renew it.</source>
    </message>
    <message id="identity.not_yet_valid">
        <source>The certificate of {name} is valid from {time} only: is the clock right?</source>
    </message>
    <message id="identity.revoked">
        <source>The certificate of {name} was revoked on {time}: renew it.</source>
    </message>
    <message id="identity.root_expires">
        <source>The workshop root expires on {time}, before the new certificate would.</source>
    </message>
    <message id="identity.fact.os">
        <source>Operating system</source>
    </message>
    <message id="identity.fact.application">
        <source>Application</source>
    </message>
    <message id="identity.fact.firmware">
        <source>Firmware</source>
    </message>
    <message id="identity.fact.kernel">
        <source>Kernel</source>
    </message>
    <message id="identity.fact.specification">
        <source>Protocol version</source>
    </message>
    <message id="identity.fact.memory">
        <source>Memory</source>
    </message>
    <message id="identity.fact.part_number">
        <source>Part number</source>
    </message>
    <message id="identity.fact.capabilities">
        <source>Capability code</source>
    </message>
    <message id="identity.fact.manager">
        <source>System manager</source>
    </message>
    <message id="identity.fact.extension">
        <source>Extension</source>
    </message>
    <message id="identity.fact.kernel_contact">
        <source>Contact kernel</source>
    </message>
    <message id="identity.fact.kernel_mastercard">
        <source>Mastercard kernel</source>
    </message>
    <message id="identity.fact.kernel_visa">
        <source>Visa kernel</source>
    </message>
    <message id="identity.fact.text_size">
        <source>Display, characters</source>
    </message>
    <message id="identity.fact.pixels">
        <source>Display, pixels</source>
    </message>
    <message id="identity.fact.image_formats">
        <source>Picture formats</source>
    </message>
    <message id="identity.fact.keys_mkwk_pin">
        <source>PIN keys, master / working</source>
    </message>
    <message id="identity.fact.keys_mkwk_data">
        <source>Data keys, master / working</source>
    </message>
    <message id="identity.fact.keys_dukpt_pin">
        <source>PIN keys, DUKPT</source>
    </message>
    <message id="identity.fact.keys_dukpt_data">
        <source>Data keys, DUKPT</source>
    </message>
    <message id="identity.fact.battery">
        <source>Battery</source>
    </message>
    <message id="source.keypad.presses_missing">
        <source>every key must answer</source>
    </message>
    <message id="source.keypad.crossed">
        <source>prompted key P, code of key Q arrives</source>
    </message>
    <message id="source.keypad.stuck">
        <source>down for 3 s, or reported while nothing is asked</source>
    </message>
    <message id="source.keypad.ghost">
        <source>a key nobody was asked for</source>
    </message>
    <message id="source.keypad.repeat_gap">
        <source>same key again after its release; testers use 8, 60 and 100 ms</source>
    </message>
    <message id="source.keypad.repeat_interval">
        <source>press to press of one key, where no release is reported; keyboard testers use 60 and 100 ms</source>
    </message>
    <message id="source.link.losses">
        <source>the cable was not touched on purpose</source>
    </message>
    <message id="source.link.damaged_frames">
        <source>a short line is free of errors</source>
    </message>
    <message id="source.identity.model">
        <source>the unit names the model it was sold as</source>
    </message>
    <message id="source.identity.serial">
        <source>the serial on the sticker is the serial in the software</source>
    </message>
    <message id="source.display.bright_dots">
        <source>Display Elektronik DEM 320240M specification</source>
    </message>
    <message id="source.display.dark_dots">
        <source>Display Elektronik DEM 320240M specification</source>
    </message>
    <message id="source.display.total_dots">
        <source>Display Elektronik DEM 320240M specification</source>
    </message>
    <message id="source.display.patterns_wrong">
        <source>every pattern must look as it was sent</source>
    </message>
    <message id="source.display.challenge">
        <source>difference between the dots shown and the dots counted</source>
    </message>
    <message id="source.supply.voltage">
        <source>USB 2.0 / Type-C as commonly quoted</source>
    </message>
    <message id="source.supply.sag">
        <source>below the normal band for longer than two samples</source>
    </message>
    <message id="source.supply.drop_out">
        <source>below the hard low, or no sample for three intervals</source>
    </message>
    <message id="source.supply.wobble">
        <source>standard deviation over 5 s, of nominal, steady load</source>
    </message>
    <message id="source.temperature.terminal">
        <source>board sensor without a critical trip; after ChromeOS countdown</source>
    </message>
    <message id="source.temperature.trip">
        <source>of the sensor's own critical trip point; after ChromeOS countdown</source>
    </message>
    <message id="source.temperature.battery">
        <source>battery sensor without a critical trip point</source>
    </message>
    <message id="source.temperature.meter">
        <source>the meter's own sensor, never the terminal's</source>
    </message>
    <message id="source.temperature.rise">
        <source>rate of rise over 60 s</source>
    </message>
    <message id="source.temperature.sensor">
        <source>ChromeOS countdown: outside means a sensor fault</source>
    </message>
    <message id="source.battery.charge">
        <source>enough charge to test under load</source>
    </message>
    <message id="report.unit.times">
        <source>times</source>
    </message>
    <message id="report.unit.one.times">
        <source>time</source>
    </message>
    <message id="report.unit.frames">
        <source>frames</source>
    </message>
    <message id="report.unit.one.frames">
        <source>frame</source>
    </message>
    <message id="report.key_slots">
        <source>{loaded} loaded, {empty} empty</source>
    </message>
<message id="report.row.compared_with"><source>Known-good unit</source></message>
<message id="report.compared_with"><source>{model} {serial}, captured on {captured} by {operator}</source></message>
<message id="report.label.appendix"><source>Appendix: read from the unit</source></message>
<message id="report.appendix.differences"><source>Differences from the known-good unit</source></message>
<message id="report.appendix.packages"><source>Software on the unit</source></message>
<message id="report.appendix.programs"><source>Running programs</source></message>
<message id="report.appendix.overlays"><source>Programs drawn over others</source></message>
<message id="report.appendix.memory"><source>Memory and storage</source></message>
<message id="report.appendix.log-lines"><source>Log lines found</source></message>
<message id="report.appendix.files"><source>Digests of settings files (SHA-256)</source></message>
<message id="report.column.kind"><source>Difference</source></message>
<message id="report.column.part"><source>Part</source></message>
<message id="report.column.name"><source>Name</source></message>
<message id="report.column.was"><source>Known-good unit</source></message>
<message id="report.column.now"><source>This unit</source></message>
<message id="report.column.version"><source>Version</source></message>
<message id="report.column.value"><source>Value</source></message>
<message id="report.column.source"><source>Log</source></message>
<message id="report.column.line"><source>Line</source></message>
<message id="report.column.digest"><source>Digest</source></message>
<message id="report.appendix.absent"><source>not there</source></message>
<message id="report.appendix.disk"><source>{total} MB, {free} MB free</source></message>
</context>
</TS>
