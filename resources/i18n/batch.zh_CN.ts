<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context><name>batch</name>
<message id="batch.column.state"><translation>状态</translation></message>
<message id="batch.column.serial"><translation>序列号</translation></message>
<message id="batch.column.sticker"><translation>标签序列号</translation></message>
<message id="batch.column.model"><translation>型号</translation></message>
<message id="batch.column.verdict"><translation>结论</translation></message>
<message id="batch.column.fate"><translation>去向</translation></message>
<message id="batch.column.rule"><translation>依据</translation></message>
<message id="batch.column.faults"><translation>故障</translation></message>
<message id="batch.column.order"><translation>工单</translation></message>
<message id="batch.column.accessories"><translation>配件</translation></message>
<message id="batch.column.operator"><translation>操作员</translation></message>
<message id="batch.column.started"><translation>开始（UTC）</translation></message>
<message id="batch.column.ended"><translation>结束（UTC）</translation></message>
<message id="batch.column.attention"><translation>人工时间（秒）</translation></message>
<message id="batch.column.actions"><translation>操作次数</translation></message>
<message id="batch.column.report"><translation>报告</translation></message>
<message id="batch.column.inspection"><translation>检测编号</translation></message>
<message id="batch.state.found"><translation>与清单一致</translation></message>
<message id="batch.state.arrived"><translation>已检</translation></message>
<message id="batch.state.missing"><translation>缺失</translation></message>
<message id="batch.state.surplus"><translation>多出</translation></message>
<message id="batch.state.other-model"><translation>型号与清单不符</translation></message>
<message id="batch.sheet.units"><translation>设备</translation></message>
<message id="batch.sheet.sums"><translation>汇总</translation></message>
<message id="batch.sum.inspected"><translation>已检设备</translation></message>
<message id="batch.sum.expected"><translation>清单设备</translation></message>
<message id="batch.sum.takt"><translation>节拍（秒）</translation></message>
<message id="batch.label.demonstration"><translation>演示：模拟设备</translation></message>
<message id="batch.error.no-units"><translation>没有可打印标签或列出的设备</translation></message>
<message id="batch.error.exists"><translation>批次 {detail} 已存在：请换名称，或继续该批次</translation></message>
<message id="batch.error.none"><translation>没有批次 {detail}：可用 app.py batch list 查看</translation></message>
<message id="batch.error.unwritable"><translation>批次无法写入：{detail}。请清理磁盘或检查权限后重试</translation></message>
<message id="batch.error.unreadable"><translation>批次无法读取：{detail}</translation></message>
<message id="batch.error.damaged"><translation>批次已损坏或来自更新的程序：{detail}</translation></message>
<message id="batch.error.bad-name"><translation>批次名称只能用文字、数字、空格、- 和 _，最多 40 个字符：{detail}</translation></message>
<message id="batch.error.list"><translation>清单无法使用：{reason_id} {detail}</translation></message>
<message id="batch.list.not-a-list"><translation>不是带表格的 CSV、XLSX 或网页文件</translation></message>
<message id="batch.list.encoding"><translation>文字编码无法识别</translation></message>
<message id="batch.list.too-large"><translation>文件过大</translation></message>
<message id="batch.list.no-units"><translation>没有序列号</translation></message>
<message id="batch.list.unreadable"><translation>无法打开</translation></message>
<message id="batch.counts"><translation>已检 {units} 台，清单 {expected} 台，缺失 {missing} 台，多出 {surplus} 台</translation></message>
<message id="batch.error.kind"><translation>批次只能导出为 .csv 或 .xlsx 文件：{detail}</translation></message>
<message id="report.row.work_order"><translation>工单</translation></message>
<message id="report.row.accessories"><translation>随机配件</translation></message>
<message id="batch.counts_plain"><translation>已检 {units} 台</translation></message>
</context>
</TS>
