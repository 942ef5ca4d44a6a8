<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context><name>cli</name>
<message id="cli.no_ports"><translation>没有找到串口。请接上设备。</translation></message>
<message id="cli.simulate_refused"><translation>无法这样模拟：{detail}</translation></message>
<message id="cli.unknown_fault"><translation>没有名为 {fault} 的故障。用“simulate {profile} --fault list”查看该型号可选的故障。</translation></message>
<message id="cli.fault_nowhere"><translation>{profile} 无从表现 {fault}。用“simulate {profile} --fault list”查看该型号可选的故障。</translation></message>
<message id="cli.unknown_key"><translation>该型号没有 {key} 键；可用：{known}</translation></message>
<message id="cli.simulate_what"><translation>要模拟哪个型号？可选：{known}</translation></message>
<message id="cli.passphrase_needed"><translation>测试台密钥需要口令：请使用 --passphrase-file，或在终端中运行。</translation></message>
<message id="cli.passphrase_file"><translation>无法读取口令文件 {path}：{detail}</translation></message>
<message id="cli.passphrase_prompt"><translation>签名密钥口令：</translation></message>
<message id="cli.passphrase_again"><translation>请再输入一次：</translation></message>
<message id="cli.passphrase_differs"><translation>两次口令不一致，未生成任何文件。</translation></message>
<message id="cli.unknown_profile"><translation>没有名为 {profile} 的型号配置。可选：{known}</translation></message>
<message id="cli.no_meter_profile"><translation>型号配置 {profile} 不是电源表。可选电源表：{known}</translation></message>
<message id="cli.bad_columns"><translation>--meter-columns 有误：{entry}：{problem}</translation></message>
<message id="cli.bad_baud"><translation>--meter-baud 有误：{baud} 不是串口可用的波特率。</translation></message>
<message id="cli.bad_reading"><translation>--reading 有误：{text} 不是读数。格式为 项目=数值，可用：{known}</translation></message>
<message id="cli.reading_needed"><translation>--meter typed：请给出万用表的读数，例如 --reading voltage=5.02</translation></message>
<message id="cli.no_columns"><translation>--meter-columns：{profile} 不输出文本列。请指定开发板：--meter-profile {known}</translation></message>
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
<message id="cli.no_folder"><translation>无法使用 {path}：{detail}。请检查磁盘是否已满或只读、文件夹是否属于本用户；可用环境变量 POSBENCH_HOME 指定其他数据文件夹。</translation></message>
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
<message id="inspect.adb-no-tool"><source>{url}: adb is not installed. Debian and Ubuntu: apt install adb; elsewhere Google's Platform Tools, on the PATH.</source><translation>{url}：未安装 adb。Debian 和 Ubuntu：apt install adb；其他系统请安装 Google Platform Tools 并加入 PATH。</translation></message>
<message id="inspect.adb-no-server"><source>{url}: adb's server cannot be used: {detail}. Close the program that runs another adb, or put its adb first on the PATH.</source><translation>{url}：无法使用 adb 服务：{detail}。请关闭使用其他 adb 的程序，或将其 adb 放在 PATH 最前。</translation></message>
<message id="inspect.adb-no-device"><source>{url}: adb sees no such device. {detail} Check the cable, switch on USB debugging in the unit's developer options.</source><translation>{url}：adb 未发现该设备。{detail} 请检查线缆，并在设备的开发者选项中打开 USB 调试。</translation></message>
<message id="inspect.adb-several"><source>{url}: which one? {detail}</source><translation>{url}：要连接哪一台？{detail}</translation></message>
<message id="inspect.adb-unauthorized"><source>{url} has not allowed this PC. Its screen asks for it: allow it there; no question: switch USB debugging off and on.</source><translation>{url} 尚未授权本机。请在设备屏幕上点击允许；若未出现询问，请关闭再打开 USB 调试。</translation></message>
<message id="inspect.adb-offline"><source>{url} is there and takes no shell ({detail}). Wait, plug it in again, or restart the unit.</source><translation>{url} 已接入，但无法打开命令行（{detail}）。请稍候、重新插拔或重启设备。</translation></message>
<message id="inspect.adb-no-permission"><source>No permission for {url}. On Linux install Android's udev rules (android-sdk-platform-tools-common) and plug the unit in again.</source><translation>没有 {url} 的权限。Linux 下请安装 Android 的 udev 规则（android-sdk-platform-tools-common）后重新接入设备。</translation></message>
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
<message id="cli.licence_register"><source>{source}: {licences} licences, imported on {imported} by {operator}</source><translation>{source}：共 {licences} 条牌照，导入时间 {imported}，导入人 {operator}</translation></message>
<message id="cli.licence_list"><source>List {source}, imported on {imported}</source><translation>名单 {source}，导入于 {imported}</translation></message>
<message id="licence.valid"><source>{wanted}: listed and valid</source><translation>{wanted}：在名单内，有效</translation></message>
<message id="licence.expired"><source>{wanted}: listed, but its date is over</source><translation>{wanted}：在名单内，但已过期</translation></message>
<message id="licence.ended"><source>{wanted}: listed as ended</source><translation>{wanted}：名单显示已注销或终止</translation></message>
<message id="licence.no-date"><source>{wanted}: listed; the list tells no end</source><translation>{wanted}：在名单内，名单未写明有效期</translation></message>
<message id="licence.not-listed"><source>{wanted}: not in this list</source><translation>{wanted}：不在此名单内</translation></message>
<message id="licence.several"><source>{wanted}: several holders fit; name one more exactly</source><translation>{wanted}：有多家机构符合，请输入更完整的名称</translation></message>
<message id="licence.none"><source>No list is imported yet. Download the official list and run: app.py licence import FILE</source><translation>尚未导入名单。请下载官方名单后运行：app.py licence import FILE</translation></message>
<message id="licence.damaged"><source>The imported list is damaged ({detail}). Import it again.</source><translation>已导入的名单损坏（{detail}）。请重新导入。</translation></message>
<message id="licence.unreadable"><source>The file cannot be read: {detail}</source><translation>无法读取文件：{detail}</translation></message>
<message id="licence.no-table"><source>No table with a licence number and a name was found in the file. Save the official list as CSV, XLSX or a page with its table.</source><translation>文件中没有同时包含牌照编号和机构名称的表格。请将官方名单另存为 CSV，XLSX 或包含表格的网页。</translation></message>
<message id="licence.not-a-list"><source>The file is no list that can be read: {detail}</source><translation>该文件不是可读取的名单：{detail}</translation></message>
<message id="licence.too-large"><source>The file is too large for a list.</source><translation>文件过大，不像是名单。</translation></message>
<message id="licence.encoding"><source>The text of the file is in no known encoding. Save it as UTF-8.</source><translation>无法识别文件的文字编码。请另存为 UTF-8。</translation></message>
</context>
</TS>
