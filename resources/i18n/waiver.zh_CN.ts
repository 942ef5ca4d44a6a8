<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context><name>waiver</name>
<message id="waiver.button"><translation>让步放行</translation></message>
<message id="waiver.form"><translation>让步放行：{check_id}</translation></message>
<message id="waiver.form.text"><translation>结论不再计入该项。放行人和理由写入签名报告，检测发现照样保留。</translation></message>
<message id="waiver.by"><translation>放行人（责任人）</translation></message>
<message id="waiver.why"><translation>放行理由</translation></message>
<message id="waiver.accept"><translation>确认放行</translation></message>
<message id="waiver.next"><translation>填写放行人和理由；按 Esc 放弃</translation></message>
<message id="waiver.cancel"><translation>取消</translation></message>
<message id="waiver.take_back"><translation>撤回放行</translation></message>
<message id="waiver.told"><translation>放行人 {by}：{why}（原结论：{was_id}）</translation></message>
<message id="verdict.pass-waived"><translation>合格（让步）</translation></message>
<message id="verify.waived"><translation>让步放行 {count} 项，放行人和理由见首页。</translation></message>
<message id="waiver.row"><translation>{check_id}：{said}</translation></message>
<message id="waiver.no.result"><translation>该项没有结果：请先检测。</translation></message>
<message id="waiver.no.error"><translation>这是测试台故障，不是终端的问题：请重新检测该项。</translation></message>
<message id="waiver.no.need"><translation>该项不妨碍合格，无需放行。</translation></message>
<message id="waiver.no.informative"><translation>该项仅供参考，不计入结论。</translation></message>
<message id="waiver.no.forbidden"><translation>有此发现的终端，任何人不得放行：{fault_id}。</translation></message>
<message id="waiver.no.danger"><translation>终端有危险，任何人不得放行。</translation></message>
<message id="waiver.no.words"><translation>请填写放行人和放行理由。</translation></message>
<message id="waiver.no.closed"><translation>只能在检测结束之后、出报告之前放行。</translation></message>
<message id="window.result.pass_waived"><translation>合格（让步放行）</translation></message>
<message id="window.result.waived"><translation>让步放行：{checks}</translation></message>
<message id="report.waived.by"><translation>放行人</translation></message>
<message id="report.waived.was"><translation>原结论</translation></message>
<message id="report.waived.summary"><translation>已让步放行；原结论：{was_id}</translation></message>
<message id="report.rests.waived"><translation>让步放行</translation></message>
<message id="report.verdict.pass_waived"><translation>让步放行后合格。经责任人同意放行 {count} 项，放行人和理由见下。</translation></message>
<message id="fate.rule.waived"><translation>经让步放行</translation></message>
<message id="handout.verdict.waived"><translation>终端可以使用。个别项目未达要求，已按现状让步放行。</translation></message>
<message id="handout.waived"><translation>{check_id}：经 {by} 同意，按现状让步放行：{why}</translation></message>
<message id="verify.fact.waiver"><translation>让步放行</translation></message>
<message id="cli.waive_words"><translation>--waive 须与 --waived-by、--waived-why 同用：谁负责放行，为什么放行。</translation></message>
<message id="cli.waive_unknown"><translation>--waive {check}：没有这个检测项。可选：{known}</translation></message>
<message id="cli.not_waived"><translation>{check_id} 未放行：{why}</translation></message>
<message id="help.inspect.--waive"><translation>该项不合格时让步放行；每项写一次，须与 --waived-by、--waived-why 同用</translation></message>
<message id="help.inspect.--waived-by"><translation>谁负责放行</translation></message>
<message id="help.inspect.--waived-why"><translation>为什么放行</translation></message>
</context>
</TS>
