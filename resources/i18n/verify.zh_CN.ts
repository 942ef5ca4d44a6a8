<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context><name>verify</name>
<message id="verify.page_is_another"><source>Signed by the bench as it is, but the page does not say what the attached record says.</source><translation>签名完好，但页面内容与所附记录不符。</translation></message>
<message id="verify.page_differs"><source>{fact_id}: the page says “{page_id}”, the attached record says “{record_id}”.</source><translation>{fact_id}：页面为“{page_id}”，所附记录为“{record_id}”。</translation></message>
<message id="verify.page_lacks"><source>{fact_id}: the attached record says “{record}”, which does not stand on the page.</source><translation>{fact_id}：所附记录为“{record}”，页面上没有。</translation></message>
<message id="verify.page_lacks_word"><source>{fact_id}: the attached record says “{record_id}”, which does not stand on the page.</source><translation>{fact_id}：所附记录为“{record_id}”，页面上没有。</translation></message>
<message id="verify.fact.verdict"><source>Verdict</source><translation>结论</translation></message>
<message id="verify.fact.serial"><source>Serial number</source><translation>机身号</translation></message>
<message id="verify.fact.model"><source>Maker and model</source><translation>厂商与型号</translation></message>
<message id="verify.fact.record"><source>Record number</source><translation>记录号</translation></message>
<message id="verify.fact.digest"><source>SHA-256 of the record</source><translation>记录的 SHA-256</translation></message>
<message id="verify.folder_empty"><source>There is no PDF file in {path} or below it.</source><translation>{path} 及其子文件夹中没有 PDF 文件。</translation></message>
<message id="verify.table_kind"><source>A list is kept as .csv or .xlsx, not as {name}.</source><translation>列表只能存为 .csv 或 .xlsx，不能存为 {name}。</translation></message>
<message id="verify.sheet"><source>Verification</source><translation>核验</translation></message>
<message id="verify.count"><source>{count} × {answer_id}</source><translation>{answer_id} {count} 份</translation></message>
<message id="verify.counts"><source>{count} files: {parts}</source><translation>共 {count} 份文件：{parts}</translation></message>
<message id="verify.answer.intact"><source>intact</source><translation>完好</translation></message>
<message id="verify.answer.unknown-signer"><source>unknown signer</source><translation>签名者未知</translation></message>
<message id="verify.answer.expired"><source>certificate not valid when signed</source><translation>签名时证书不在有效期</translation></message>
<message id="verify.answer.revoked"><source>certificate revoked</source><translation>证书已吊销</translation></message>
<message id="verify.answer.future"><source>signed in the future</source><translation>签名时间在未来</translation></message>
<message id="verify.answer.altered"><source>altered</source><translation>已被改动</translation></message>
<message id="verify.answer.not-ours"><source>not a Posbench report</source><translation>不是 Posbench 报告</translation></message>
<message id="verify.column.file"><source>File</source><translation>文件</translation></message>
<message id="verify.column.answer"><source>Answer</source><translation>核验结果</translation></message>
<message id="verify.column.why"><source>Why</source><translation>原因</translation></message>
<message id="verify.column.maker"><source>Maker</source><translation>厂商</translation></message>
<message id="verify.column.model"><source>Model</source><translation>型号</translation></message>
<message id="verify.column.serial"><source>Serial number</source><translation>机身号</translation></message>
<message id="verify.column.verdict"><source>Verdict</source><translation>结论</translation></message>
<message id="verify.column.ended"><source>Inspected (UTC)</source><translation>检测时间（UTC）</translation></message>
<message id="verify.column.operator"><source>Inspected by</source><translation>检测人</translation></message>
<message id="verify.column.signer"><source>Signer</source><translation>签名者</translation></message>
<message id="verify.column.organisation"><source>Organisation</source><translation>单位</translation></message>
<message id="verify.column.signed_at"><source>Signed (claimed, UTC)</source><translation>签名时间（自述，UTC）</translation></message>
<message id="verify.column.record"><source>Record number</source><translation>记录号</translation></message>
<message id="verify.column.sha256"><source>SHA-256 of the record</source><translation>记录的 SHA-256</translation></message>
<message id="verify.column.root"><source>SHA-256 of the root</source><translation>根证书 SHA-256</translation></message>
</context>
</TS>
