<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context><name>settings</name>
<message id="settings.open"><translation>设置（F10）</translation></message>
<message id="settings.title"><translation>设置</translation></message>
<message id="settings.text"><translation>每一项立即生效并保存；留空则按默认值。</translation></message>
<message id="settings.next"><translation>设置立即生效。</translation></message>
<message id="settings.leave"><translation>返回设备</translation></message>
<message id="settings.bench_name"><translation>测试台名称</translation></message>
<message id="settings.bench_name.hint"><translation>默认用电脑名</translation></message>
<message id="settings.operator"><translation>操作员</translation></message>
<message id="settings.operator.hint"><translation>报告上的姓名</translation></message>
<message id="settings.plan"><translation>默认检测方案</translation></message>
<message id="settings.language"><translation>界面语言</translation></message>
<message id="settings.language.en"><translation>English</translation></message>
<message id="settings.language.zh_CN"><translation>中文</translation></message>
<message id="settings.report_languages"><translation>报告语言</translation></message>
<message id="settings.report_languages.window"><translation>同界面</translation></message>
<message id="settings.report_languages.both"><translation>中英双语</translation></message>
<message id="settings.report_folder"><translation>报告文件夹</translation></message>
<message id="settings.report_folder.hint"><translation>程序自带的文件夹</translation></message>
<message id="settings.report_folder.choose"><translation>选择…</translation></message>
<message id="settings.report_folder.relative"><translation>请填写完整路径（从盘符或根目录开始）。报告仍存到原来的位置。</translation></message>
<message id="settings.report_folder.no-folder"><translation>没有这个文件夹，也无法在那里新建。报告仍存到原来的位置。</translation></message>
<message id="settings.report_folder.closed"><translation>该文件夹不可写入。报告仍存到原来的位置。</translation></message>
<message id="settings.acquirer_host"><translation>收单机构主机</translation></message>
<message id="settings.acquirer_host.hint"><translation>例如 pay.example.com:443，留空用机型自带的</translation></message>
<message id="settings.acquirer_host.bad"><translation>请填写主机和端口，例如 pay.example.com:443。网络检测仍用原来的主机。</translation></message>
<message id="settings.meter"><translation>电源表</translation></message>
<message id="settings.meter.any"><translation>第一块空闲的</translation></message>
<message id="settings.meter.none"><translation>不使用</translation></message>
<message id="settings.meter.this"><translation>{name}</translation></message>
<message id="settings.meter.away"><translation>{name}（未连接）</translation></message>
<message id="settings.trust"><translation>信任的根证书</translation></message>
<message id="settings.trust.add"><translation>添加证书…</translation></message>
<message id="settings.trust.remove"><translation>移除</translation></message>
<message id="settings.trust.unreadable"><translation>无法使用该文件：{detail}</translation></message>
<message id="settings.sound"><translation>结论提示音</translation></message>
<message id="settings.sound.on"><translation>开</translation></message>
<message id="settings.sound.off"><translation>关</translation></message>
<message id="settings.theme"><translation>配色</translation></message>
<message id="settings.theme.system"><translation>跟随系统</translation></message>
<message id="settings.theme.light"><translation>浅色</translation></message>
<message id="settings.theme.dark"><translation>深色</translation></message>
<message id="settings.theme.contrast"><translation>高对比度</translation></message>
<message id="manual.open"><translation>手册（F1）</translation></message>
<message id="manual.contents"><translation>目录</translation></message>
<message id="manual.back"><translation>后退</translation></message>
<message id="manual.next"><translation>按 Esc 返回设备。</translation></message>
<message id="manual.missing"><translation>手册中没有这一页。</translation></message>
<message id="settings.photos"><translation>照片文件夹</translation></message>
<message id="settings.photos.hint"><translation>不监视</translation></message>
<message id="settings.photos.relative"><translation>请填写完整路径（从盘符或根目录开始）。仍监视原文件夹。</translation></message>
<message id="settings.photos.no-folder"><translation>该文件夹不存在。仍监视原文件夹。</translation></message>
<message id="settings.photos.closed"><translation>无权读取该文件夹。仍监视原文件夹。</translation></message>
<message id="settings.database"><translation>历史数据库</translation></message>
<message id="settings.database.hint"><translation>本机文件，或 postgresql+psycopg://用户@主机/库名</translation></message>
<message id="settings.database.bad"><translation>请填写 postgresql+psycopg://user:password@host/name，或 sqlite:////folder/history.sqlite；密码中的 @ 写作 %40，/ 写作 %2F。历史数据仍存在原处。</translation></message>
<message id="settings.paper"><source>Paper of reports</source><translation>报告纸张</translation></message>
<message id="settings.paper.a4"><source>A4</source><translation>A4</translation></message>
<message id="settings.paper.letter"><source>Letter</source><translation>Letter（信纸）</translation></message>
<message id="settings.time_stamp"><source>Time-stamp server</source><translation>时间戳服务器</translation></message>
<message id="settings.time_stamp.hint"><source>none is asked; else http:// or https://</source><translation>不请求；否则填 http:// 或 https:// 地址</translation></message>
</context>
</TS>
