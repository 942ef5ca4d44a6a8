<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>report</name>
    <message id="report.label.title">
        <source>Service report</source>
        <translation>检测报告</translation>
    </message>
    <message id="report.label.unit">
        <source>Unit</source>
        <translation>设备</translation>
    </message>
    <message id="report.label.inspection">
        <source>Inspection</source>
        <translation>检测信息</translation>
    </message>
    <message id="report.label.software">
        <source>Software and settings, told by the unit</source>
        <translation>软件与配置（设备报告）</translation>
    </message>
    <message id="report.label.complaint">
        <source>Complaint</source>
        <translation>故障申报</translation>
    </message>
    <message id="report.label.diagnosis">
        <source>Diagnosis and remedy</source>
        <translation>诊断与处理</translation>
    </message>
    <message id="report.label.no_diagnosis">
        <source>No fault was named.</source>
        <translation>未判定具体故障。</translation>
    </message>
    <message id="report.label.checks">
        <source>Results at a glance</source>
        <translation>结果一览</translation>
    </message>
    <message id="report.label.measured">
        <source>Measurements and limits</source>
        <translation>测量值与限值</translation>
    </message>
    <message id="report.label.keypad">
        <source>Keypad map</source>
        <translation>键盘图</translation>
    </message>
    <message id="report.label.graphs">
        <source>Supply and temperature</source>
        <translation>供电与温度</translation>
    </message>
    <message id="report.label.log">
        <source>Event log</source>
        <translation>事件记录</translation>
    </message>
    <message id="report.label.proof">
        <source>How to check this report</source>
        <translation>如何核验本报告</translation>
    </message>
    <message id="report.label.sources">
        <source>What is known of this model rests on</source>
        <translation>本机型资料来源</translation>
    </message>
    <message id="report.label.what">
        <source>Quantity</source>
        <translation>项目</translation>
    </message>
    <message id="report.label.value">
        <source>Value</source>
        <translation>测量值</translation>
    </message>
    <message id="report.label.limit">
        <source>Limit</source>
        <translation>限值</translation>
    </message>
    <message id="report.label.source">
        <source>Source of the limit</source>
        <translation>限值来源</translation>
    </message>
    <message id="report.label.evidence">
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message id="report.label.outcome">
        <source>Outcome</source>
        <translation>结论</translation>
    </message>
    <message id="report.label.remedy">
        <source>Remedy</source>
        <translation>处理步骤</translation>
    </message>
    <message id="report.label.part">
        <source>Part</source>
        <translation>配件</translation>
    </message>
    <message id="report.label.retest">
        <source>Test again afterwards</source>
        <translation>修后复测</translation>
    </message>
    <message id="report.label.rests_on">
        <source>Rests on</source>
        <translation>依据</translation>
    </message>
    <message id="report.label.decide_by">
        <source>To decide between causes</source>
        <translation>进一步区分</translation>
    </message>
    <message id="report.label.found">
        <source>Found</source>
        <translation>发现</translation>
    </message>
    <message id="report.label.notes">
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message id="report.label.check">
        <source>Check</source>
        <translation>检测项</translation>
    </message>
    <message id="report.label.page_of">
        <source>Page {page} of {pages}</source>
        <translation>第 {page} 页，共 {pages} 页</translation>
    </message>
    <message id="report.label.signed_by">
        <source>Digitally signed</source>
        <translation>数字签名</translation>
    </message>
    <message id="report.label.confidence">
        <source>Confidence</source>
        <translation>可信度</translation>
    </message>
    <message id="report.label.do_not_open">
        <source>Do not open the case</source>
        <translation>禁止拆机</translation>
    </message>
    <message id="report.label.time">
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message id="report.label.event">
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message id="report.label.marginal_band">
        <source>marginal</source>
        <translation>临界</translation>
    </message>
    <message id="report.label.resolution">
        <source>resolution</source>
        <translation>分辨率</translation>
    </message>
    <message id="report.label.record_digest">
        <source>SHA-256 of the attached record</source>
        <translation>所附记录的 SHA-256</translation>
    </message>
    <message id="report.label.subjects">
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message id="report.label.record">
        <source>Record</source>
        <translation>记录号</translation>
    </message>
    <message id="report.label.summary">
        <source>Values</source>
        <translation>测量概况</translation>
    </message>
    <message id="report.join">
        <source>|, |</source>
        <translation>|、|</translation>
    </message>
    <message id="report.colon">
        <source>|: |</source>
        <translation>|：|</translation>
    </message>
    <message id="report.stop">
        <source>|. |</source>
        <translation>|。|</translation>
    </message>
    <message id="report.bracket">
        <source>| · |</source>
        <translation>| · |</translation>
    </message>
    <message id="report.more">
        <source>{count} more in the attached record</source>
        <translation>其余 {count} 项见所附记录</translation>
    </message>
    <message id="report.counted">
        <source>{count} × {outcome_id}</source>
        <translation>{outcome_id} {count}</translation>
    </message>
    <message id="report.restarts">
        <source>restarted {count} ×</source>
        <translation>重新开始 {count} 次</translation>
    </message>
    <message id="report.informative">
        <source>informative</source>
        <translation>仅供参考</translation>
    </message>
    <message id="report.not_observable">
        <source>not observable</source>
        <translation>不可观测</translation>
    </message>
    <message id="report.not_told">
        <source>not told by the unit</source>
        <translation>设备未报告</translation>
    </message>
    <message id="report.not_entered">
        <source>not entered</source>
        <translation>未录入</translation>
    </message>
    <message id="report.not_measured">
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message id="report.own_default">
        <source>Posbench default</source>
        <translation>Posbench 默认值</translation>
    </message>
    <message id="report.sticker_same">
        <source>{serial} (the same)</source>
        <translation>{serial}（一致）</translation>
    </message>
    <message id="report.sticker_differs">
        <source>{serial}: differs from what the unit reports</source>
        <translation>{serial}：与设备报告不一致</translation>
    </message>
    <message id="report.no_serial">
        <source>Serial number not known</source>
        <translation>机身号未知</translation>
    </message>
    <message id="report.serial_short">
        <source>Serial number {serial}</source>
        <translation>机身号 {serial}</translation>
    </message>
    <message id="report.no_complaint">
        <source>None stated.</source>
        <translation>未申报故障。</translation>
    </message>
    <message id="report.simulated">
        <source>{name} (simulated operator)</source>
        <translation>{name}（模拟操作员）</translation>
    </message>
    <message id="report.link">
        <source>{losses} interruptions, {damaged} damaged frames</source>
        <translation>中断 {losses} 次，损坏帧 {damaged} 个</translation>
    </message>
    <message id="report.layout_unconfirmed">
        <source>Key places are drawn after the usual order of this kind of unit; they were not confirmed on hardware.</source>
        <translation>按键位置按同类设备的常见排列绘制，未经实机确认。</translation>
    </message>
    <message id="report.seen_times">
        <source>seen {count} ×</source>
        <translation>收到 {count} 次</translation>
    </message>
    <message id="report.confidence">
        <source>{percent} % ({grade_id})</source>
        <translation>{percent}%({grade_id})</translation>
    </message>
    <message id="report.confidence.high">
        <source>high</source>
        <translation>高</translation>
    </message>
    <message id="report.confidence.medium">
        <source>medium</source>
        <translation>中</translation>
    </message>
    <message id="report.confidence.low">
        <source>low</source>
        <translation>低</translation>
    </message>
    <message id="report.duration">
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message id="report.moment">
        <source>{day} {month_id} {year}, {time} UTC</source>
        <translation>{year}年{month}月{day}日 {time} UTC</translation>
    </message>
    <message id="report.month.1">
        <source>January</source>
        <translation>1月</translation>
    </message>
    <message id="report.month.2">
        <source>February</source>
        <translation>2月</translation>
    </message>
    <message id="report.month.3">
        <source>March</source>
        <translation>3月</translation>
    </message>
    <message id="report.month.4">
        <source>April</source>
        <translation>4月</translation>
    </message>
    <message id="report.month.5">
        <source>May</source>
        <translation>5月</translation>
    </message>
    <message id="report.month.6">
        <source>June</source>
        <translation>6月</translation>
    </message>
    <message id="report.month.7">
        <source>July</source>
        <translation>7月</translation>
    </message>
    <message id="report.month.8">
        <source>August</source>
        <translation>8月</translation>
    </message>
    <message id="report.month.9">
        <source>September</source>
        <translation>9月</translation>
    </message>
    <message id="report.month.10">
        <source>October</source>
        <translation>10月</translation>
    </message>
    <message id="report.month.11">
        <source>November</source>
        <translation>11月</translation>
    </message>
    <message id="report.month.12">
        <source>December</source>
        <translation>12月</translation>
    </message>
    <message id="report.band.between">
        <source>{low} to {high} {unit}</source>
        <translation>{low} 至 {high} {unit}</translation>
    </message>
    <message id="report.band.exactly">
        <source>exactly {value} {unit}</source>
        <translation>等于 {value} {unit}</translation>
    </message>
    <message id="report.band.at_most">
        <source>at most {value} {unit}</source>
        <translation>不大于 {value} {unit}</translation>
    </message>
    <message id="report.band.at_least">
        <source>at least {value} {unit}</source>
        <translation>不小于 {value} {unit}</translation>
    </message>
    <message id="report.band.below">
        <source>below {value} {unit}</source>
        <translation>小于 {value} {unit}</translation>
    </message>
    <message id="report.band.above">
        <source>above {value} {unit}</source>
        <translation>大于 {value} {unit}</translation>
    </message>
    <message id="report.band.any">
        <source>any</source>
        <translation>不限</translation>
    </message>
    <message id="report.unit.keys">
        <source>keys</source>
        <translation>个键</translation>
    </message>
    <message id="report.unit.one.keys">
        <source>key</source>
        <translation>个键</translation>
    </message>
    <message id="report.unit.dots">
        <source>dots</source>
        <translation>个点</translation>
    </message>
    <message id="report.unit.one.dots">
        <source>dot</source>
        <translation>个点</translation>
    </message>
    <message id="report.unit.presses">
        <source>presses</source>
        <translation>次</translation>
    </message>
    <message id="report.unit.one.presses">
        <source>press</source>
        <translation>次</translation>
    </message>
    <message id="report.unit.events">
        <source>events</source>
        <translation>次</translation>
    </message>
    <message id="report.unit.one.events">
        <source>event</source>
        <translation>次</translation>
    </message>
    <message id="report.unit.patterns">
        <source>patterns</source>
        <translation>幅图案</translation>
    </message>
    <message id="report.unit.one.patterns">
        <source>pattern</source>
        <translation>幅图案</translation>
    </message>
    <message id="report.unit.days">
        <source>days</source>
        <translation>天</translation>
    </message>
    <message id="report.unit.one.days">
        <source>day</source>
        <translation>天</translation>
    </message>
    <message id="report.unit.bytes">
        <source>bytes</source>
        <translation>字节</translation>
    </message>
    <message id="report.unit.one.bytes">
        <source>byte</source>
        <translation>字节</translation>
    </message>
    <message id="report.part.network-cable">
        <source>Network cable</source>
        <translation>网线</translation>
    </message>
    <message id="report.verdict.pass">
        <source>Every required check passed.</source>
        <translation>所有必检项目均合格。</translation>
    </message>
    <message id="report.verdict.pass_marginal">
        <source>Every required check passed; some values are close to their limit.</source>
        <translation>所有必检项目均合格，但有数值接近限值。</translation>
    </message>
    <message id="report.verdict.fail">
        <source>At least one required check failed.</source>
        <translation>至少有一项必检项目不合格。</translation>
    </message>
    <message id="report.verdict.not_decided">
        <source>Nothing failed, but not everything required could be judged. This is not a pass.</source>
        <translation>未发现不合格项，但必检项目未能全部判定。这不等于合格。</translation>
    </message>
    <message id="report.rests.failed">
        <source>Failed</source>
        <translation>不合格</translation>
    </message>
    <message id="report.rests.undecided">
        <source>Not judged</source>
        <translation>无法判定</translation>
    </message>
    <message id="report.rests.marginal">
        <source>Marginal</source>
        <translation>临界</translation>
    </message>
    <message id="report.banner.do_not_open">
        <source>Do not open the case: opening trips the tamper protection and erases the keys. Only the maker's authorised repair may.</source>
        <translation>禁止拆机：拆机会触发自毁并清除密钥，只能由厂商授权维修处理。</translation>
    </message>
    <message id="report.banner.demonstration">
        <source>Demonstration: a simulated unit or a throw-away identity. This report proves nothing about a real unit.</source>
        <translation>演示：使用模拟设备或临时身份，本报告不能证明任何真实设备的状况。</translation>
    </message>
    <message id="report.banner.simulated_operator">
        <source>A simulated operator answered the questions of this inspection.</source>
        <translation>本次检测的问题由模拟操作员回答。</translation>
    </message>
    <message id="report.banner.aborted">
        <source>The inspection was stopped before its end.</source>
        <translation>检测在完成前被中止。</translation>
    </message>
    <message id="report.banner.unsigned">
        <source>Preview: not signed.</source>
        <translation>预览：未签名。</translation>
    </message>
    <message id="report.row.maker">
        <source>Maker</source>
        <translation>厂商</translation>
    </message>
    <message id="report.row.model">
        <source>Model</source>
        <translation>型号</translation>
    </message>
    <message id="report.row.serial">
        <source>Serial, reported by the unit</source>
        <translation>机身号（设备报告）</translation>
    </message>
    <message id="report.row.sticker_serial">
        <source>Serial on the sticker</source>
        <translation>机身号（标签）</translation>
    </message>
    <message id="report.row.port">
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message id="report.row.usb">
        <source>USB identity</source>
        <translation>USB 标识</translation>
    </message>
    <message id="report.row.evidence">
        <source>Basis of the model's data</source>
        <translation>机型资料依据</translation>
    </message>
    <message id="report.row.ended">
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message id="report.row.duration">
        <source>Duration</source>
        <translation>用时</translation>
    </message>
    <message id="report.row.operator">
        <source>Inspected by</source>
        <translation>检测人</translation>
    </message>
    <message id="report.row.plan">
        <source>Plan</source>
        <translation>检测方案</translation>
    </message>
    <message id="report.row.bench">
        <source>Bench</source>
        <translation>测试台</translation>
    </message>
    <message id="report.row.program">
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message id="report.row.system">
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message id="report.row.meter">
        <source>Supply meter</source>
        <translation>电源表</translation>
    </message>
    <message id="report.row.resolution">
        <source>Timing resolution</source>
        <translation>计时分辨率</translation>
    </message>
    <message id="report.row.link">
        <source>Link</source>
        <translation>连接</translation>
    </message>
    <message id="report.row.seed">
        <source>Random seed</source>
        <translation>随机种子</translation>
    </message>
    <message id="report.row.record">
        <source>Record</source>
        <translation>记录号</translation>
    </message>
    <message id="report.row.signer">
        <source>Signer</source>
        <translation>签名者</translation>
    </message>
    <message id="report.row.fingerprint">
        <source>Certificate, SHA-256</source>
        <translation>证书 SHA-256</translation>
    </message>
    <message id="report.row.root_fingerprint">
        <source>Workshop root, SHA-256</source>
        <translation>维修站根证书 SHA-256</translation>
    </message>
    <message id="report.document_title">
        <source>Service report: {unit}: {verdict}</source>
        <translation>检测报告：{unit}：{verdict}</translation>
    </message>
    <message id="report.plan.full">
        <source>Full inspection</source>
        <translation>完整检测</translation>
    </message>
    <message id="report.plan.quick">
        <source>Quick inspection</source>
        <translation>快速检测</translation>
    </message>
    <message id="report.part.keypad">
        <source>Keypad</source>
        <translation>键盘</translation>
    </message>
    <message id="report.part.display">
        <source>Display</source>
        <translation>显示屏</translation>
    </message>
    <message id="report.part.cable">
        <source>Cable</source>
        <translation>线缆</translation>
    </message>
    <message id="report.part.charger">
        <source>Charger</source>
        <translation>充电器</translation>
    </message>
    <message id="report.part.battery">
        <source>Battery</source>
        <translation>电池</translation>
    </message>
    <message id="report.part.mainboard">
        <source>Mainboard</source>
        <translation>主板</translation>
    </message>
    <message id="report.graph.time">
        <source>Time since the start, min:s</source>
        <translation>距开始的时间（分：秒）</translation>
    </message>
    <message id="report.graph.range">
        <source>{count} samples, {low} to {high} {unit}, mean {mean} {unit}</source>
        <translation>{count} 个采样，{low} 至 {high} {unit}，平均 {mean} {unit}</translation>
    </message>
    <message id="report.graph.band">
        <source>Normal band</source>
        <translation>正常范围</translation>
    </message>
    <message id="report.graph.no_limit">
        <source>No limit applies</source>
        <translation>无适用限值</translation>
    </message>
    <message id="report.graph.inside">
        <source>No sample lies outside</source>
        <translation>全部采样均在范围内</translation>
    </message>
    <message id="report.graph.outside">
        <source>Outside {count} ×; the longest time {lasted} s from second {at}, reaching {worst}</source>
        <translation>超出 {count} 次；最长一次始于第 {at} 秒，持续 {lasted} 秒，达 {worst}</translation>
    </message>
    <message id="report.channel.voltage@meter">
        <source>Supply voltage at the meter</source>
        <translation>供电电压（电源表）</translation>
    </message>
    <message id="report.channel.current@meter">
        <source>Supply current at the meter</source>
        <translation>供电电流（电源表）</translation>
    </message>
    <message id="report.channel.power@meter">
        <source>Supply power at the meter</source>
        <translation>供电功率（电源表）</translation>
    </message>
    <message id="report.channel.temperature@meter">
        <source>Temperature of the meter itself, not of the unit</source>
        <translation>电源表自身温度（非被测设备）</translation>
    </message>
    <message id="report.channel.voltage@supply">
        <source>Supply voltage at the unit</source>
        <translation>设备端供电电压</translation>
    </message>
    <message id="report.channel.current@supply">
        <source>Supply current at the unit</source>
        <translation>设备端供电电流</translation>
    </message>
    <message id="report.channel.temperature@board">
        <source>Board temperature</source>
        <translation>主板温度</translation>
    </message>
    <message id="report.channel.temperature@battery">
        <source>Battery temperature</source>
        <translation>电池温度</translation>
    </message>
    <message id="report.channel.temperature@probe">
        <source>Temperature at the probe</source>
        <translation>探头温度</translation>
    </message>
    <message id="report.channel.typed">
        <source>read off a multimeter and typed</source>
        <translation>人工读取万用表并输入</translation>
    </message>
    <message id="report.channel.voltage@battery">
        <source>Battery voltage</source>
        <translation>电池电压</translation>
    </message>
    <message id="report.channel.current@battery">
        <source>Battery current</source>
        <translation>电池电流</translation>
    </message>
    <message id="report.channel.charge@battery">
        <source>Battery charge</source>
        <translation>电池电量</translation>
    </message>
    <message id="report.alt.keypad">
        <source>Map of the keypad</source>
        <translation>键盘图</translation>
    </message>
    <message id="report.alt.qr">
        <source>QR code with the record number and the SHA-256 of the attached record</source>
        <translation>含记录号与所附记录 SHA-256 的二维码</translation>
    </message>
    <message id="report.label.attachment">
        <source>Record of the inspection, machine-readable</source>
        <translation>检测记录（机器可读）</translation>
    </message>
    <message id="report.reason">
        <source>Posbench service report</source>
        <translation>Posbench 检测报告</translation>
    </message>
    <message id="report.proof">
        <source>Open this file in any PDF reader that shows signatures: it must say that the document has not been changed. For a strict answer run "app.py verify REPORT.pdf --trust root.pem" with the workshop's root certificate, and compare its fingerprint with the one below over another channel. The complete record is attached as record.json; the code holds its number and digest. The time is the bench's own claim, unless the verifier names a time stamp.</source>
        <translation>用任一支持签名的 PDF 阅读器打开本文件，应显示文档未被更改。如需严格核验，请用维修站根证书运行 “app.py verify REPORT.pdf --trust root.pem”，并通过其他途径核对下列指纹。完整记录以 record.json 附于本文件，二维码含其编号与摘要。时间由测试台自行声明，核验程序列出时间戳时除外。</translation>
    </message>
    <message id="report.proof_unsigned">
        <source>This is a preview without a signature. It proves nothing.</source>
        <translation>此为未签名的预览，不具证明效力。</translation>
    </message>
    <message id="report.error.no_folder">
        <source>The folder of {path} does not exist.</source>
        <translation>{path} 所在的文件夹不存在。</translation>
    </message>
    <message id="report.error.full">
        <source>There is no space left to write {path}.</source>
        <translation>空间不足，无法写入 {path}。</translation>
    </message>
    <message id="report.error.read_only">
        <source>{path} cannot be written: no permission, or the disk is read-only.</source>
        <translation>无法写入 {path}：没有权限，或磁盘为只读。</translation>
    </message>
    <message id="report.error.is_folder">
        <source>{path} is a folder.</source>
        <translation>{path} 是文件夹。</translation>
    </message>
    <message id="report.error.no_file">
        <source>{path} is no ordinary file but a device, a pipe or the like. Name a file.</source>
        <translation>{path} 不是普通文件，而是设备、管道等。请指定一个文件名。</translation>
    </message>
    <message id="report.error.too_large">
        <source>The system does not allow a file as large as {path} needs.</source>
        <translation>系统不允许写入 {path} 所需大小的文件。</translation>
    </message>
    <message id="report.error.write">
        <source>{path} cannot be written: {detail}</source>
        <translation>无法写入 {path}：{detail}</translation>
    </message>
    <message id="report.error.no_font">
        <source>The font of the report is missing in {path}.</source>
        <translation>{path} 中缺少报告字体。</translation>
    </message>
    <message id="report.error.template">
        <source>The page could not be made: {detail}</source>
        <translation>无法生成页面：{detail}</translation>
    </message>
    <message id="report.error.signing">
        <source>The report could not be signed: {detail}</source>
        <translation>无法签名：{detail}</translation>
    </message>
    <message id="report.error.self_check">
        <source>The signed report did not pass its own verification and was not handed out.</source>
        <translation>签名后的报告未通过自身核验，未予发出。</translation>
    </message>
    <message id="outcome.pass">
        <source>Pass</source>
        <translation>合格</translation>
    </message>
    <message id="outcome.marginal">
        <source>Marginal</source>
        <translation>临界</translation>
    </message>
    <message id="outcome.fail">
        <source>Fail</source>
        <translation>不合格</translation>
    </message>
    <message id="outcome.not-judged">
        <source>Not judged</source>
        <translation>无法判定</translation>
    </message>
    <message id="outcome.skipped">
        <source>Skipped</source>
        <translation>跳过</translation>
    </message>
    <message id="outcome.waived">
        <source>Waived</source>
        <translation>让步放行</translation>
    </message>
    <message id="outcome.error">
        <source>Bench error</source>
        <translation>测试台故障</translation>
    </message>
    <message id="outcome.aborted">
        <source>Aborted</source>
        <translation>中止</translation>
    </message>
    <message id="verdict.pass">
        <source>PASS</source>
        <translation>合格</translation>
    </message>
    <message id="verdict.fail">
        <source>FAIL</source>
        <translation>不合格</translation>
    </message>
    <message id="verdict.not-decided">
        <source>NOT DECIDED</source>
        <translation>未判定</translation>
    </message>
    <message id="evidence.identified">
        <source>identified</source>
        <translation>已识别</translation>
    </message>
    <message id="evidence.masked">
        <source>masked</source>
        <translation>掩码</translation>
    </message>
    <message id="evidence.operator">
        <source>operator</source>
        <translation>操作员</translation>
    </message>
    <message id="evidence.measured">
        <source>measured</source>
        <translation>实测</translation>
    </message>
    <message id="mark.none">
        <source>Not tested</source>
        <translation>未测</translation>
    </message>
    <message id="mark.asked">
        <source>Asked, no answer</source>
        <translation>已要求，未响应</translation>
    </message>
    <message id="mark.identified">
        <source>Identified: this key's own code arrived</source>
        <translation>已识别：收到该键自己的编码</translation>
    </message>
    <message id="mark.masked">
        <source>Masked: some digit arrived while this key was asked for</source>
        <translation>掩码：要求按该键时收到某个数字</translation>
    </message>
    <message id="mark.operator">
        <source>Operator: seen on the unit only</source>
        <translation>操作员：仅在设备上看到</translation>
    </message>
    <message id="mark.dead">
        <source>Dead: no answer</source>
        <translation>失灵：无反应</translation>
    </message>
    <message id="mark.crossed">
        <source>Crossed: another key's code arrived</source>
        <translation>串键：收到其他键的编码</translation>
    </message>
    <message id="mark.chatter">
        <source>Chatter: two for one press</source>
        <translation>连击：一按出两个</translation>
    </message>
    <message id="mark.stuck">
        <source>Stuck</source>
        <translation>卡键</translation>
    </message>
    <message id="mark.missing">
        <source>Cap missing or damaged</source>
        <translation>键帽缺失或损坏</translation>
    </message>
    <message id="mark.unsure">
        <source>Could not be told</source>
        <translation>无法确定</translation>
    </message>
    <message id="verify.intact_trusted">
        <source>Intact, and signed by a workshop you trust.</source>
        <translation>文件完整，由您信任的维修站签名。</translation>
    </message>
    <message id="verify.intact_untrusted">
        <source>Intact, but the signer is not trusted.</source>
        <translation>文件完整，但签名者不受信任。</translation>
    </message>
    <message id="verify.altered">
        <source>Altered: the file is not what was signed.</source>
        <translation>已被更改：文件与签名时不一致。</translation>
    </message>
    <message id="verify.not_ours">
        <source>Not a Posbench report, or unreadable.</source>
        <translation>不是 Posbench 报告，或无法读取。</translation>
    </message>
    <message id="verify.time_claimed">
        <source>The time {time} is the bench's own claim.</source>
        <translation>时间 {time} 由测试台自行声明。</translation>
    </message>
    <message id="verify.revoked_later">
        <source>The certificate was revoked on {time}, after the time of signing.</source>
        <translation>证书于 {time} 吊销，晚于签名时间。</translation>
    </message>
    <message id="verify.demonstration">
        <source>Demonstration: this report proves nothing about a real unit.</source>
        <translation>演示：本报告不能证明任何真实设备的状况。</translation>
    </message>
    <message id="verify.simulated_operator">
        <source>A simulated operator answered.</source>
        <translation>由模拟操作员回答。</translation>
    </message>
    <message id="verify.signer_unknown">
        <source>The signer's root certificate is not among those given: {fingerprint}</source>
        <translation>签名者的根证书不在所给证书之列：{fingerprint}</translation>
    </message>
    <message id="verify.no_trust_given">
        <source>No trusted root certificate was given.</source>
        <translation>未提供受信任的根证书。</translation>
    </message>
    <message id="verify.same_name_other_root">
        <source>The root has the name of one you trust, but is another certificate. Beware.</source>
        <translation>根证书与您信任的证书同名，但并非同一证书，请警惕。</translation>
    </message>
    <message id="verify.expired">
        <source>The certificate of {name} was not valid at the time of signing ({time}).</source>
        <translation>{name} 的证书在签名时间（{time}）不在有效期内。</translation>
    </message>
    <message id="verify.revoked">
        <source>The certificate of {name} was revoked on {time}.</source>
        <translation>{name} 的证书已于 {time} 吊销。</translation>
    </message>
    <message id="verify.time_in_future">
        <source>The time of signing, {time}, lies in the future.</source>
        <translation>签名时间 {time} 在未来。</translation>
    </message>
    <message id="verify.bad_trust">
        <source>What was given as a trusted certificate is none: {detail}</source>
        <translation>所给的受信任证书无效：{detail}</translation>
    </message>
    <message id="verify.not_a_pdf">
        <source>This is not a PDF file.</source>
        <translation>不是 PDF 文件。</translation>
    </message>
    <message id="verify.unreadable">
        <source>The file cannot be read: {detail}</source>
        <translation>文件无法读取：{detail}</translation>
    </message>
    <message id="verify.too_large">
        <source>The file is larger than any report.</source>
        <translation>文件过大，不可能是报告。</translation>
    </message>
    <message id="verify.empty">
        <source>The file is empty.</source>
        <translation>文件为空。</translation>
    </message>
    <message id="verify.not_posbench">
        <source>No Posbench record is attached.</source>
        <translation>未附 Posbench 记录。</translation>
    </message>
    <message id="verify.no_signature">
        <source>The signature is missing.</source>
        <translation>缺少签名。</translation>
    </message>
    <message id="verify.several_signatures">
        <source>There is more than one signature.</source>
        <translation>存在多个签名。</translation>
    </message>
    <message id="verify.not_whole_file">
        <source>The signature does not cover the whole file.</source>
        <translation>签名未覆盖整个文件。</translation>
    </message>
    <message id="verify.digest">
        <source>The content was changed after signing.</source>
        <translation>签名后内容被更改。</translation>
    </message>
    <message id="verify.signature_wrong">
        <source>The signature does not belong to this content.</source>
        <translation>签名与内容不符。</translation>
    </message>
    <message id="verify.signature_damaged">
        <source>The signature itself was changed or is damaged.</source>
        <translation>签名本身被更改或损坏。</translation>
    </message>
    <message id="verify.certificate_damaged">
        <source>A certificate in the signature was changed or is not as a bench makes it.</source>
        <translation>签名中的证书被更改，或不符合测试台的格式。</translation>
    </message>
    <message id="verify.structure">
        <source>The structure of the file is not that of a signed report.</source>
        <translation>文件结构不是已签名的报告。</translation>
    </message>
    <message id="verify.record_damaged">
        <source>The attached record cannot be read: {detail}</source>
        <translation>所附记录无法读取：{detail}</translation>
    </message>
    <message id="verify.record_differs">
        <source>The attached record is not the one the page was made from.</source>
        <translation>所附记录与页面不对应。</translation>
    </message>
    <message id="identity.wrong_passphrase">
        <source>The passphrase is wrong.</source>
        <translation>口令错误。</translation>
    </message>
    <message id="identity.no_passphrase">
        <source>A passphrase is needed.</source>
        <translation>需要口令。</translation>
    </message>
    <message id="identity.missing">
        <source>There is no identity in {path} yet.</source>
        <translation>{path} 中尚无身份。</translation>
    </message>
    <message id="identity.exists">
        <source>There is already an identity in {path}.</source>
        <translation>{path} 中已有身份。</translation>
    </message>
    <message id="identity.damaged">
        <source>The identity in {path} is damaged: {detail}</source>
        <translation>{path} 中的身份已损坏：{detail}</translation>
    </message>
    <message id="identity.write">
        <source>The identity cannot be written to {path}: {detail}</source>
        <translation>无法将身份写入 {path}：{detail}</translation>
    </message>
    <message id="identity.expired">
        <source>The certificate of {name} expired on {time}: renew it.</source>
        <translation>{name} 的证书已于 {time} 过期，请续期。</translation>
    </message>
    <message id="identity.not_yet_valid">
        <source>The certificate of {name} is valid from {time} only: is the clock right?</source>
        <translation>{name} 的证书自 {time} 起才有效，请检查系统时间。</translation>
    </message>
    <message id="identity.revoked">
        <source>The certificate of {name} was revoked on {time}: renew it.</source>
        <translation>{name} 的证书已于 {time} 吊销，请续期。</translation>
    </message>
    <message id="identity.root_expires">
        <source>The workshop root expires on {time}, before the new certificate would.</source>
        <translation>维修站根证书将于 {time} 过期，早于新证书。</translation>
    </message>
    <message id="identity.fact.os">
        <source>Operating system</source>
        <translation>操作系统</translation>
    </message>
    <message id="identity.fact.application">
        <source>Application</source>
        <translation>应用</translation>
    </message>
    <message id="identity.fact.firmware">
        <source>Firmware</source>
        <translation>固件</translation>
    </message>
    <message id="identity.fact.kernel">
        <source>Kernel</source>
        <translation>内核</translation>
    </message>
    <message id="identity.fact.specification">
        <source>Protocol version</source>
        <translation>协议版本</translation>
    </message>
    <message id="identity.fact.memory">
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message id="identity.fact.part_number">
        <source>Part number</source>
        <translation>料号</translation>
    </message>
    <message id="identity.fact.capabilities">
        <source>Capability code</source>
        <translation>能力代码</translation>
    </message>
    <message id="identity.fact.manager">
        <source>System manager</source>
        <translation>系统管理程序</translation>
    </message>
    <message id="identity.fact.extension">
        <source>Extension</source>
        <translation>扩展</translation>
    </message>
    <message id="identity.fact.kernel_contact">
        <source>Contact kernel</source>
        <translation>接触式内核</translation>
    </message>
    <message id="identity.fact.kernel_mastercard">
        <source>Mastercard kernel</source>
        <translation>Mastercard 内核</translation>
    </message>
    <message id="identity.fact.kernel_visa">
        <source>Visa kernel</source>
        <translation>Visa 内核</translation>
    </message>
    <message id="identity.fact.text_size">
        <source>Display, characters</source>
        <translation>显示屏字符数</translation>
    </message>
    <message id="identity.fact.pixels">
        <source>Display, pixels</source>
        <translation>显示屏像素</translation>
    </message>
    <message id="identity.fact.image_formats">
        <source>Picture formats</source>
        <translation>图片格式</translation>
    </message>
    <message id="identity.fact.keys_mkwk_pin">
        <source>PIN keys, master / working</source>
        <translation>密码密钥（主密钥/工作密钥）</translation>
    </message>
    <message id="identity.fact.keys_mkwk_data">
        <source>Data keys, master / working</source>
        <translation>数据密钥（主密钥/工作密钥）</translation>
    </message>
    <message id="identity.fact.keys_dukpt_pin">
        <source>PIN keys, DUKPT</source>
        <translation>密码密钥（DUKPT）</translation>
    </message>
    <message id="identity.fact.keys_dukpt_data">
        <source>Data keys, DUKPT</source>
        <translation>数据密钥（DUKPT）</translation>
    </message>
    <message id="identity.fact.battery">
        <source>Battery</source>
        <translation>电池</translation>
    </message>
    <message id="source.keypad.presses_missing">
        <source>every key must answer</source>
        <translation>每个按键都必须有反应</translation>
    </message>
    <message id="source.keypad.crossed">
        <source>prompted key P, code of key Q arrives</source>
        <translation>要求按某键时，收到其他键的编码</translation>
    </message>
    <message id="source.keypad.stuck">
        <source>down for 3 s, or reported while nothing is asked</source>
        <translation>持续按下 3 秒，或未要求按键时仍有上报</translation>
    </message>
    <message id="source.keypad.ghost">
        <source>a key nobody was asked for</source>
        <translation>出现未要求的按键</translation>
    </message>
    <message id="source.keypad.repeat_gap">
        <source>same key again after its release; testers use 8, 60 and 100 ms</source>
        <translation>松开后同一键再次出现；常用测试值为 8、60 和 100 ms</translation>
    </message>
    <message id="source.keypad.repeat_interval">
        <source>press to press of one key, where no release is reported; keyboard testers use 60 and 100 ms</source>
        <translation>不上报松开时，取同一键两次按下的间隔；键盘测试常用 60 和 100 ms</translation>
    </message>
    <message id="source.link.losses">
        <source>the cable was not touched on purpose</source>
        <translation>未人为触碰线缆</translation>
    </message>
    <message id="source.link.damaged_frames">
        <source>a short line is free of errors</source>
        <translation>短线缆上不应出错</translation>
    </message>
    <message id="source.identity.model">
        <source>the unit names the model it was sold as</source>
        <translation>设备报告的型号与标称型号一致</translation>
    </message>
    <message id="source.identity.serial">
        <source>the serial on the sticker is the serial in the software</source>
        <translation>标签上的机身号与软件中的机身号一致</translation>
    </message>
    <message id="source.display.bright_dots">
        <source>Display Elektronik DEM 320240M specification</source>
        <translation>Display Elektronik DEM 320240M 规格书</translation>
    </message>
    <message id="source.display.dark_dots">
        <source>Display Elektronik DEM 320240M specification</source>
        <translation>Display Elektronik DEM 320240M 规格书</translation>
    </message>
    <message id="source.display.total_dots">
        <source>Display Elektronik DEM 320240M specification</source>
        <translation>Display Elektronik DEM 320240M 规格书</translation>
    </message>
    <message id="source.display.patterns_wrong">
        <source>every pattern must look as it was sent</source>
        <translation>每幅图案都应与发送内容一致</translation>
    </message>
    <message id="source.display.challenge">
        <source>difference between the dots shown and the dots counted</source>
        <translation>显示的点数与数出的点数之差</translation>
    </message>
    <message id="source.supply.voltage">
        <source>USB 2.0 / Type-C as commonly quoted</source>
        <translation>通常引用的 USB 2.0 / Type-C 数值</translation>
    </message>
    <message id="source.supply.sag">
        <source>below the normal band for longer than two samples</source>
        <translation>低于正常范围超过两个采样</translation>
    </message>
    <message id="source.supply.drop_out">
        <source>below the hard low, or no sample for three intervals</source>
        <translation>低于硬下限，或连续三个间隔没有采样</translation>
    </message>
    <message id="source.supply.wobble">
        <source>standard deviation over 5 s, of nominal, steady load</source>
        <translation>负载稳定时，5 秒内标准差与标称值之比</translation>
    </message>
    <message id="source.temperature.terminal">
        <source>board sensor without a critical trip; after ChromeOS countdown</source>
        <translation>无临界值的主板传感器；参照 ChromeOS countdown</translation>
    </message>
    <message id="source.temperature.trip">
        <source>of the sensor's own critical trip point; after ChromeOS countdown</source>
        <translation>相对传感器自身的临界值；参照 ChromeOS countdown</translation>
    </message>
    <message id="source.temperature.battery">
        <source>battery sensor without a critical trip point</source>
        <translation>无临界值的电池传感器</translation>
    </message>
    <message id="source.temperature.meter">
        <source>the meter's own sensor, never the terminal's</source>
        <translation>电源表自身的传感器，不代表终端</translation>
    </message>
    <message id="source.temperature.rise">
        <source>rate of rise over 60 s</source>
        <translation>60 秒内的温升速率</translation>
    </message>
    <message id="source.temperature.sensor">
        <source>ChromeOS countdown: outside means a sensor fault</source>
        <translation>ChromeOS countdown：超出即为传感器故障</translation>
    </message>
    <message id="source.battery.charge">
        <source>enough charge to test under load</source>
        <translation>电量足以进行带载测试</translation>
    </message>
    <message id="report.unit.times">
        <source>times</source>
        <translation>次</translation>
    </message>
    <message id="report.unit.one.times">
        <source>time</source>
        <translation>次</translation>
    </message>
    <message id="report.unit.frames">
        <source>frames</source>
        <translation>帧</translation>
    </message>
    <message id="report.unit.one.frames">
        <source>frame</source>
        <translation>帧</translation>
    </message>
    <message id="report.key_slots">
        <source>{loaded} loaded, {empty} empty</source>
        <translation>已灌 {loaded}，空余 {empty}</translation>
    </message>
<message id="report.row.compared_with"><source>Known-good unit</source><translation>良品样机</translation></message>
<message id="report.compared_with"><source>{model} {serial}, captured on {captured} by {operator}</source><translation>{model} {serial}，采集于 {captured}，采集人 {operator}</translation></message>
<message id="report.label.appendix"><source>Appendix: read from the unit</source><translation>附录：从设备读取的内容</translation></message>
<message id="report.appendix.differences"><source>Differences from the known-good unit</source><translation>与良品样机的差异</translation></message>
<message id="report.appendix.packages"><source>Software on the unit</source><translation>设备上的软件</translation></message>
<message id="report.appendix.programs"><source>Running programs</source><translation>运行程序</translation></message>
<message id="report.appendix.overlays"><source>Programs drawn over others</source><translation>悬浮在其他界面上的程序</translation></message>
<message id="report.appendix.memory"><source>Memory and storage</source><translation>内存与存储</translation></message>
<message id="report.appendix.log-lines"><source>Log lines found</source><translation>发现的日志行</translation></message>
<message id="report.appendix.files"><source>Digests of settings files (SHA-256)</source><translation>设置文件摘要（SHA-256）</translation></message>
<message id="report.column.kind"><source>Difference</source><translation>差异</translation></message>
<message id="report.column.part"><source>Part</source><translation>部分</translation></message>
<message id="report.column.name"><source>Name</source><translation>名称</translation></message>
<message id="report.column.was"><source>Known-good unit</source><translation>良品样机</translation></message>
<message id="report.column.now"><source>This unit</source><translation>本机</translation></message>
<message id="report.column.version"><source>Version</source><translation>版本</translation></message>
<message id="report.column.value"><source>Value</source><translation>数值</translation></message>
<message id="report.column.source"><source>Log</source><translation>日志</translation></message>
<message id="report.column.line"><source>Line</source><translation>内容</translation></message>
<message id="report.column.digest"><source>Digest</source><translation>摘要</translation></message>
<message id="report.appendix.absent"><source>not there</source><translation>不存在</translation></message>
<message id="report.appendix.disk"><source>{total} MB, {free} MB free</source><translation>共 {total} MB，剩余 {free} MB</translation></message>
</context>
</TS>
