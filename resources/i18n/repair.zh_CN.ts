<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context><name>repair</name>
<message id="report.label.repair"><translation>维修记录</translation></message>
<message id="report.label.steps_done"><translation>已完成的步骤</translation></message>
<message id="report.label.part_used"><translation>更换配件</translation></message>
<message id="report.label.part_code"><translation>料号</translation></message>
<message id="report.label.quantity"><translation>数量</translation></message>
<message id="report.label.photos"><translation>照片（已去除元数据；文件 SHA-256）</translation></message>
<message id="report.label.handover"><translation>交接签字</translation></message>
<message id="report.label.date"><translation>日期</translation></message>
<message id="repair.row.notes"><translation>维修说明</translation></message>
<message id="repair.row.damage"><translation>损坏原因</translation></message>
<message id="repair.not_judged"><translation>未判定</translation></message>
<message id="repair.damage.wear"><translation>正常磨损</translation></message>
<message id="repair.damage.handling"><translation>用户使用不当</translation></message>
<message id="repair.damage.transport"><translation>运输损坏</translation></message>
<message id="repair.damage.unknown"><translation>原因不明</translation></message>
<message id="repair.signature.workshop"><translation>交机人（维修方）</translation></message>
<message id="repair.signature.customer"><translation>收机人（客户）</translation></message>
<message id="retest.unreadable"><translation>{path}：不是检测记录：{detail}</translation></message>
<message id="retest.nothing_failed"><translation>{path}：该次检测没有不合格项，无需复测</translation></message>
<message id="retest.other_unit"><translation>这不是同一台终端：修前为 {before}，现为 {serial}。请连接维修后的那台。</translation></message>
<message id="report.label.retested"><translation>修前修后对比</translation></message>
<message id="report.label.before"><translation>修前</translation></message>
<message id="report.label.between"><translation>维修</translation></message>
<message id="report.label.after"><translation>修后</translation></message>
<message id="report.label.became"><translation>变化</translation></message>
<message id="report.banner.retest"><translation>复测：仅复测了{checks}。其余各项沿用 {when} 修前检测的结果。</translation></message>
<message id="report.verdict.pass_retest"><translation>复测 {count} 项合格；其余各项修前已合格。</translation></message>
<message id="retest.verdict"><translation>结论</translation></message>
<message id="retest.same_unit"><translation>同一台终端</translation></message>
<message id="retest.same_unit.yes"><translation>是：机身号一致</translation></message>
<message id="retest.same_unit.no"><translation>否：机身号或型号不同</translation></message>
<message id="retest.same_unit.unknown"><translation>无法确认：缺少机身号</translation></message>
<message id="retest.part"><translation>{count} × {part}</translation></message>
<message id="retest.nothing_noted"><translation>未填写</translation></message>
<message id="retest.steps"><translation>已勾选 {count} 步</translation></message>
<message id="retest.became.worse"><translation>变差</translation></message>
<message id="retest.became.mended"><translation>已修复</translation></message>
<message id="retest.became.better"><translation>有改善，仍未合格</translation></message>
<message id="retest.became.open"><translation>修后无法判定</translation></message>
<message id="retest.became.other"><translation>未修复：故障不同</translation></message>
<message id="retest.became.new"><translation>首次检测</translation></message>
<message id="retest.became.same"><translation>与修前相同</translation></message>
<message id="retest.became.not-repeated"><translation>未复测：沿用修前结果</translation></message>
<message id="retest.fault.gone"><translation>已消除</translation></message>
<message id="retest.fault.left"><translation>仍存在</translation></message>
<message id="retest.fault.new"><translation>新出现</translation></message>
<message id="repair.steps"><translation>按顺序操作（完成后勾选）</translation></message>
<message id="repair.parts"><translation>更换的配件</translation></message>
<message id="repair.notes_hint"><translation>实际做了什么</translation></message>
<message id="repair.no_cause"><translation>未能确定原因：请查找并写明所做的工作</translation></message>
<message id="repair.back"><translation>返回结果</translation></message>
<message id="repair.part.more"><translation>增加一个：{part}</translation></message>
<message id="repair.part.fewer"><translation>减少一个：{part}</translation></message>
<message id="repair.button.open"><translation>维修</translation></message>
<message id="repair.button.retest"><translation>复测</translation></message>
<message id="repair.next.repair"><translation>维修终端：步骤、配件、说明</translation></message>
<message id="repair.next.retest"><translation>维修终端，然后复测不合格项</translation></message>
<message id="repair.next.connect"><translation>把维修后的终端重新接到此端口</translation></message>
<message id="retest.only"><translation>仅复测：{checks}。其余各项沿用修前结果。</translation></message>
<message id="retest.told"><translation>{what_id}：{said}</translation></message>
<message id="retest.result.all"><translation>复测合格：{checks}。其余各项修前已合格。</translation></message>
</context>
</TS>
