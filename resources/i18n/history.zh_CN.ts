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
</context>
</TS>
