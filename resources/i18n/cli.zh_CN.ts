<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context><name>cli</name>
<message id="cli.no_ports"><translation>没有找到串口。请接上设备。</translation></message>
<message id="cli.simulate_what"><translation>要模拟哪个型号？可选：{known}</translation></message>
<message id="cli.passphrase_needed"><translation>测试台密钥需要口令：请使用 --passphrase-file，或在终端中运行。</translation></message>
<message id="cli.passphrase_file"><translation>无法读取口令文件 {path}：{detail}</translation></message>
<message id="cli.passphrase_prompt"><translation>测试台密钥口令：</translation></message>
<message id="cli.passphrase_again"><translation>请再输入一次：</translation></message>
<message id="cli.passphrase_differs"><translation>两次口令不一致，未生成任何文件。</translation></message>
<message id="cli.identity_first_use"><translation>此测试台还没有签名身份，现在创建。</translation></message>
<message id="cli.unknown_profile"><translation>没有名为 {profile} 的型号配置。可选：{known}</translation></message>
<message id="cli.no_control"><translation>{url} 不是模拟设备：--answers auto 只能用于模拟设备。</translation></message>
<message id="cli.trust_file"><translation>无法读取证书 {path}：{detail}</translation></message>
<message id="cli.cannot_read"><translation>无法读取文件：{detail}</translation></message>
<message id="cli.nothing_interrupted"><translation>没有被中断的检测。</translation></message>
<message id="cli.simulator_failed"><translation>模拟设备 {profile} 未能启动。</translation></message>
<message id="cli.no_display"><translation>这里没有显示器。请使用 app.py --demo 或 app.py inspect。</translation></message>
<message id="cli.no_qt"><translation>窗口无法打开，缺少系统库：{detail}</translation></message>
<message id="cli.demo_begins"><translation>没有显示器：在终端中运行模拟检测（{units}）</translation></message>
<message id="cli.demo_no_unit"><translation>演示至少需要一台终端。</translation></message>
<message id="cli.interrupted"><translation>已停止。</translation></message>
<message id="cli.internal_error"><translation>Posbench 内部出错：{error}。详情见日志；已记录的内容没有丢失。</translation></message>
<message id="inspect.no_lane"><translation>没有连接设备。</translation></message>
<message id="inspect.opening"><translation>无法打开 {url}：{detail}</translation></message>
<message id="inspect.identifying"><translation>{url} 尚未回答身份询问。</translation></message>
<message id="inspect.lost"><translation>{url} 已断开且未恢复。</translation></message>
<message id="inspect.connected"><translation>{url} 已连接。</translation></message>
<message id="inspect.no-answer"><translation>{url} 已打开但无应答。设备开机了吗？请按电源键并检查线缆。</translation></message>
<message id="inspect.not-understood"><translation>{url} 上有数据，但不是预期的协议。端口和型号对吗？{detail}</translation></message>
<message id="inspect.no-permission"><translation>没有 {url} 的权限。Linux 下请将用户加入 dialout 组后重新登录。</translation></message>
<message id="inspect.busy"><translation>{url} 被其他程序占用。请关闭后重试。</translation></message>
<message id="inspect.unknown-model"><translation>{url} 上的设备自称 {detail}：没有对应的型号配置。</translation></message>
<message id="journal.no_profile"><translation>被中断检测所用的型号配置 {profile} 已不存在。</translation></message>
<message id="phase.ready"><translation>就绪</translation></message>
<message id="phase.running"><translation>进行中</translation></message>
<message id="phase.suspended"><translation>连接中断，等待设备恢复</translation></message>
<message id="phase.done"><translation>完成</translation></message>
<message id="identity.line.bench"><translation>测试台：{name}，有效期至 {until}，SHA-256 {fingerprint}</translation></message>
<message id="identity.line.root"><translation>工场根证书：{name}，有效期至 {until}，SHA-256 {fingerprint}</translation></message>
<message id="cli.kept_in_journal"><translation>本次检测的记录保存在日志中：可用 app.py recover 找回。</translation></message>
<message id="cli.baseline_not_good"><source>This unit is not in order and cannot be the known-good one: {wrong}</source><translation>该机不正常，不能作为良品样机：{wrong}</translation></message>
<message id="cli.baseline_nothing_read"><source>The unit's packages could not be read: nothing was written.</source><translation>无法读取该机的软件包：未写入任何文件。</translation></message>
<message id="cli.baseline_other_model"><source>The known-good unit is of another model: {model} ({profile}).</source><translation>良品样机是另一机型：{model}（{profile}）。</translation></message>
<message id="cli.baseline_unread"><source>Not compared, because it could not be read: {part_id}</source><translation>无法读取，未作比较：{part_id}</translation></message>
<message id="cli.baseline_differs"><source>{count} differences</source><translation>共 {count} 处差异</translation></message>
<message id="cli.baseline_same"><source>The same as the known-good unit.</source><translation>与良品样机一致。</translation></message>
<message id="cli.baseline_file"><source>{path} is no known-good unit's file: {problems}</source><translation>{path} 不是良品样机文件：{problems}</translation></message>
<message id="cli.baseline_no_software"><source>The {model} does not tell its software: there is nothing to compare.</source><translation>{model} 不提供软件信息：无可比较。</translation></message>
<message id="cli.baseline_of"><source>Known-good unit {model} {serial}, captured on {captured} by {operator}</source><translation>良品样机 {model} {serial}（采集于 {captured}，采集人 {operator}）</translation></message>
</context>
</TS>
