<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context><name>handout</name>
<message id="handout.title"><translation>您的支付终端检测说明</translation></message>
<message id="handout.terminal"><translation>终端</translation></message>
<message id="handout.serial"><translation>机身号（SN）</translation></message>
<message id="handout.order"><translation>工单</translation></message>
<message id="handout.day"><translation>检测日期</translation></message>
<message id="handout.verdict.pass"><translation>终端工作正常，所有检测项目均合格。</translation></message>
<message id="handout.verdict.repaired"><translation>终端已修复，现在工作正常。</translation></message>
<message id="handout.verdict.fail"><translation>终端存在故障。</translation></message>
<message id="handout.verdict.not-decided"><translation>部分项目未能检测，暂时无法定论。</translation></message>
<message id="handout.button"><translation>生成商户检测说明</translation></message>
<message id="handout.button.open"><translation>打开商户检测说明</translation></message>
<message id="handout.found"><translation>检测发现</translation></message>
<message id="handout.found.none"><translation>未发现故障。</translation></message>
<message id="handout.done"><translation>已做处理</translation></message>
<message id="handout.done.tested"><translation>仅检测，未对终端做任何改动。</translation></message>
<message id="handout.next"><translation>下一步怎么做</translation></message>
<message id="handout.next.restock"><translation>可以继续正常使用。</translation></message>
<message id="handout.next.repair"><translation>请把终端留在维修点，修好后再使用。</translation></message>
<message id="handout.next.key-service"><translation>需由收单机构重新灌密钥或下发参数，在此之前请勿用它收款。</translation></message>
<message id="handout.next.quarantine"><translation>请勿使用，也不要拆机。查清原因前由维修点隔离保管。</translation></message>
<message id="handout.next.scrap"><translation>该终端已无法使用，请向收单机构申请更换。</translation></message>
<message id="handout.next.open"><translation>请把终端留在维修点，等待检测完成。</translation></message>
<message id="handout.care.keypad"><translation>按键请勿沾液体，用干布擦拭。</translation></message>
<message id="handout.care.display"><translation>屏幕上请勿压重物，用干布擦拭。</translation></message>
<message id="handout.care.battery"><translation>电池鼓包或发烫时，请停止充电并送修。</translation></message>
<message id="handout.care.charger"><translation>请只用原配充电器充电。</translation></message>
<message id="handout.care.cable"><translation>请勿弯折或拉拽线缆，插拔时握住插头。</translation></message>
<message id="handout.care.network-cable"><translation>网线要插到底，听到“咔哒”一声。</translation></message>
<message id="handout.care.sim"><translation>流量卡请留在终端内，不要挪作他用。</translation></message>
<message id="handout.proof"><translation>本页已数字签名，可用“app.py verify”核对是否被改动。全部测量数据见报告 {id}。</translation></message>
<message id="handout.reason"><translation>Posbench 商户检测说明</translation></message>
<message id="verify.handout.intact_trusted"><translation>商户检测说明：完整，由您信任的维修站签名</translation></message>
<message id="verify.handout.intact_untrusted"><translation>商户检测说明：完整，但签名者未知</translation></message>
<message id="verify.handout.altered"><translation>商户检测说明：签名后被改动</translation></message>
<message id="verify.handout.of"><translation>{model} {serial}：{verdict_id}，{day}</translation></message>
<message id="verify.handout.no_report"><translation>这不是检测报告：测量数据见报告 {id}</translation></message>
<message id="verify.handout.damaged"><translation>附带的数据无法读取：{detail}</translation></message>
<message id="verify.handout.differs"><translation>页面与附带的数据不一致</translation></message>
</context>
</TS>
