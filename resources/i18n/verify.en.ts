<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context><name>verify</name>
<message id="verify.page_is_another"><source>Signed by the bench as it is, but the page does not say what the attached record says.</source></message>
<message id="verify.page_differs"><source>{fact_id}: the page says “{page_id}”, the attached record says “{record_id}”.</source></message>
<message id="verify.page_lacks"><source>{fact_id}: the attached record says “{record}”, which does not stand on the page.</source></message>
<message id="verify.page_lacks_word"><source>{fact_id}: the attached record says “{record_id}”, which does not stand on the page.</source></message>
<message id="verify.fact.verdict"><source>Verdict</source></message>
<message id="verify.fact.serial"><source>Serial number</source></message>
<message id="verify.fact.model"><source>Maker and model</source></message>
<message id="verify.fact.record"><source>Record number</source></message>
<message id="verify.fact.digest"><source>SHA-256 of the record</source></message>
<message id="verify.folder_empty"><source>There is no PDF file in {path} or below it.</source></message>
<message id="verify.table_kind"><source>A list is kept as .csv or .xlsx, not as {name}.</source></message>
<message id="verify.sheet"><source>Verification</source></message>
<message id="verify.count"><source>{count} × {answer_id}</source></message>
<message id="verify.counts"><source>{count} files: {parts}</source></message>
<message id="verify.answer.intact"><source>intact</source></message>
<message id="verify.answer.unknown-signer"><source>unknown signer</source></message>
<message id="verify.answer.expired"><source>certificate not valid when signed</source></message>
<message id="verify.answer.revoked"><source>certificate revoked</source></message>
<message id="verify.answer.future"><source>signed in the future</source></message>
<message id="verify.answer.altered"><source>altered</source></message>
<message id="verify.answer.not-ours"><source>not a Posbench report</source></message>
<message id="verify.column.file"><source>File</source></message>
<message id="verify.column.answer"><source>Answer</source></message>
<message id="verify.column.why"><source>Why</source></message>
<message id="verify.column.maker"><source>Maker</source></message>
<message id="verify.column.model"><source>Model</source></message>
<message id="verify.column.serial"><source>Serial number</source></message>
<message id="verify.column.verdict"><source>Verdict</source></message>
<message id="verify.column.ended"><source>Inspected (UTC)</source></message>
<message id="verify.column.operator"><source>Inspected by</source></message>
<message id="verify.column.signer"><source>Signer</source></message>
<message id="verify.column.organisation"><source>Organisation</source></message>
<message id="verify.column.signed_at"><source>Signed (claimed, UTC)</source></message>
<message id="verify.column.record"><source>Record number</source></message>
<message id="verify.column.sha256"><source>SHA-256 of the record</source></message>
<message id="verify.column.root"><source>SHA-256 of the root</source></message>
</context>
</TS>
