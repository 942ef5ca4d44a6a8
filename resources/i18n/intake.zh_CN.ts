<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context><name>intake</name>
<message id="window.mode.repair"><translation>维修</translation></message>
<message id="window.mode.intake"><translation>收货</translation></message>
<message id="intake.title"><translation>这些退机属于哪一批？</translation></message>
<message id="intake.text"><translation>新建批次，如有退机清单（CSV、XLSX）可拖入此页；或继续下面的批次。</translation></message>
<message id="intake.name"><translation>新批次名称</translation></message>
<message id="intake.list_choose"><translation>退机清单</translation></message>
<message id="intake.before"><translation>继续</translation></message>
<message id="intake.go_on"><translation>{name}   ·   {counts}</translation></message>
<message id="intake.missing"><translation>尚未到达</translation></message>
<message id="intake.more"><translation>另有 {count} 台</translation></message>
<message id="intake.which"><translation>哪一台？</translation></message>
<message id="intake.no_sticker"><translation>无标签，开始</translation></message>
<message id="intake.forget_code"><translation>放弃此条码</translation></message>
<message id="intake.again"><translation>重新写入报告</translation></message>
<message id="intake.labels"><translation>本批标签（PDF）</translation></message>
<message id="intake.export"><translation>导出本批表格（XLSX）</translation></message>
<message id="intake.other"><translation>更换批次</translation></message>
<message id="intake.scan.title"><translation>扫描机身标签</translation></message>
<message id="intake.scan.text"><translation>然后接上设备，检测自动开始。</translation></message>
<message id="intake.scan_one.title"><translation>扫描 {lane} 号位设备的标签</translation></message>
<message id="intake.scan_one.text"><translation>检测自动开始。无标签时按 Enter。</translation></message>
<message id="intake.scan_several.title"><translation>扫描标签</translation></message>
<message id="intake.scan_several.text"><translation>有多台设备在等待。扫描后请选择手中设备所在的位，除非设备已自行报出序列号。</translation></message>
<message id="intake.plug.title"><translation>接上设备 {code}</translation></message>
<message id="intake.plug.text"><translation>设备一应答，检测即开始。</translation></message>
<message id="intake.which_lane.title"><translation>{code} 在哪一位？</translation></message>
<message id="intake.which_lane.text"><translation>选择左侧卡片，或按 Alt 加卡片顺序号。“哪一台？”会让每台等待中的设备显示位号。</translation></message>
<message id="intake.takt"><translation>节拍 {seconds} 秒</translation></message>
<message id="intake.effort"><translation>每台人工 {seconds} 秒（目标 {goal_s}），操作 {actions} 次（目标 {goal_actions}）</translation></message>
<message id="intake.reports_wait"><translation>{count} 份报告尚未写入：{reason}</translation></message>
<message id="intake.trouble"><translation>操作未成功：{reason}</translation></message>
<message id="intake.details"><translation>全部结果</translation></message>
<message id="intake.accessories_hint"><translation>其他随机配件，用逗号分隔</translation></message>
<message id="intake.next.begin"><translation>新建批次</translation></message>
<message id="intake.next.file"><translation>按结论放置设备；出报告并继续下一台</translation></message>
<message id="intake.next.which_lane"><translation>选择已扫描设备所在的位</translation></message>
<message id="intake.next.plug"><translation>接上已扫描的设备</translation></message>
<message id="intake.next.scan_ready"><translation>扫描标签，无标签可直接开始</translation></message>
<message id="intake.next.scan"><translation>扫描标签或接上设备</translation></message>
<message id="intake.button.begin"><translation>新建</translation></message>
<message id="intake.button.file"><translation>下一台</translation></message>
<message id="intake.because"><translation>依据：{rule}</translation></message>
<message id="intake.none_yet"><translation>已检设备列在这里，最新的在前。</translation></message>
<message id="intake.reason"><translation>{verdict}：{checks}</translation></message>
</context>
</TS>
