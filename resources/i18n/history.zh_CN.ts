<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context><name>history</name>
<message id="history.error.url"><translation>这不是历史数据库地址：{detail}。文件写作 sqlite:////文件夹/history.sqlite，服务器写作 postgresql+psycopg://用户@主机/库名；内存数据库会丢失记录</translation></message>
<message id="history.error.away"><translation>历史数据库无应答：{detail}</translation></message>
<message id="history.error.busy"><translation>历史数据库正被其他程序占用：{detail}。请稍后重试</translation></message>
<message id="history.error.damaged"><translation>历史数据无法读取：{detail}</translation></message>
<message id="history.error.newer"><translation>此历史数据由更新版本的 Posbench 写入（{detail}）：请先升级本机程序；未做任何改动</translation></message>
<message id="history.error.none"><translation>没有检测 {detail}</translation></message>
<message id="history.error.unwritable"><translation>历史数据无法写入：{detail}</translation></message>
<message id="history.error.kind"><translation>历史数据只能导出为 .csv、.xlsx 或 .json 文件：{detail}</translation></message>
<message id="history.error.file"><translation>{path} 不含 Posbench 记录：{detail}</translation></message>
<message id="history.waiting"><translation>{count} 次检测等待写入历史数据库，恢复后自动写入。{reason}</translation></message>
<message id="history.unreadable"><translation>一次等待中的检测无法读取，保留在原处：{path}</translation></message>
<message id="history.no_unit"><translation>没有设备 {serial} 的检测记录</translation></message>
<message id="history.imported"><translation>已导入 {new} 次检测，{known} 次已存在</translation></message>
<message id="history.sheet"><translation>检测</translation></message>
<message id="batch.column.bench"><translation>工位</translation></message>
<message id="history.quiet.waiting"><translation>等待写入历史：{count}</translation></message>
<message id="history.quiet.text"><translation>{reason}。程序会自动重试，不影响检测。</translation></message>
<message id="window.mode.history"><translation>历史</translation></message>
<message id="history.title"><translation>历次检测</translation></message>
<message id="history.field.serial"><translation>序列号：扫描或输入</translation></message>
<message id="history.field.model"><translation>型号</translation></message>
<message id="history.field.operator"><translation>操作员</translation></message>
<message id="history.field.since"><translation>从 2026-01-31</translation></message>
<message id="history.field.until"><translation>到 2026-12-31</translation></message>
<message id="history.any.verdict"><translation>所有结论</translation></message>
<message id="history.any.fault"><translation>所有故障</translation></message>
<message id="history.date.bad"><translation>日期请写作 2026-11-22</translation></message>
<message id="history.column.ended"><translation>结束时间</translation></message>
<message id="history.column.serial"><translation>序列号</translation></message>
<message id="history.column.model"><translation>型号</translation></message>
<message id="history.column.verdict"><translation>结论</translation></message>
<message id="history.column.faults"><translation>故障</translation></message>
<message id="history.column.operator"><translation>操作员</translation></message>
<message id="history.count"><translation>共 {count} 次</translation></message>
<message id="history.clear"><translation>清除条件</translation></message>
<message id="history.open"><translation>打开</translation></message>
<message id="history.trends"><translation>趋势</translation></message>
<message id="history.again"><translation>重试</translation></message>
<message id="history.looking.title"><translation>正在查找…</translation></message>
<message id="history.looking.text"><translation>正在查询历史数据。</translation></message>
<message id="history.empty.title"><translation>还没有检测记录</translation></message>
<message id="history.empty.text"><translation>每次写出报告的检测都会自动存入。请先检测一台设备，或用 app.py history import FILE.json 导入其他测试台的记录。</translation></message>
<message id="history.none.title"><translation>没有符合的记录</translation></message>
<message id="history.none.text"><translation>请去掉一个条件，或只输入序列号末几位。</translation></message>
<message id="history.away.title"><translation>无法访问历史数据</translation></message>
<message id="history.next.search"><translation>扫描设备，或输入要查找的内容。</translation></message>
<message id="history.next.open"><translation>选择一次检测并打开。</translation></message>
<message id="history.next.back"><translation>这是当时的检测结果。按 Esc 返回列表。</translation></message>
<message id="history.back"><translation>返回列表</translation></message>
<message id="history.compare"><translation>与上一次对比</translation></message>
<message id="history.compare.none"><translation>该设备在此之前没有检测记录。</translation></message>
<message id="history.report"><translation>重新生成报告</translation></message>
<message id="history.compared"><translation>与上一次检测对比</translation></message>
<message id="history.compared.text"><translation>上一次：{when}，{operator}。有变化的项目排在前面。</translation></message>
<message id="history.curves"><translation>电源与温度</translation></message>
</context>
</TS>
