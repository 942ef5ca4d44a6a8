<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context><name>pads</name>
<message id="check.self-test"><source>What the unit says of itself</source><translation>终端自报故障</translation></message>
<message id="do.self_test"><source>Asking the unit: {what_id}</source><translation>正在询问终端：{what_id}</translation></message>
<message id="self.asked.state"><source>its state</source><translation>当前状态</translation></message>
<message id="self.asked.self-test"><source>its own test</source><translation>自检</translation></message>
<message id="self.asked.host-line"><source>its line to the host</source><translation>与主机的线路</translation></message>
<message id="self.asked.printout"><source>its printed configuration</source><translation>配置打印内容</translation></message>
<message id="note.self_test_not_offered"><source>This unit does not offer it: not judged</source><translation>该终端不支持此项，无法判定</translation></message>
<message id="limit.self-test.faults"><source>Faults the unit reports</source><translation>终端自报的故障数</translation></message>
<message id="source.self-test.faults"><source>the unit reports nothing wrong with itself</source><translation>终端未自报任何故障</translation></message>
<message id="report.appendix.printout"><source>Configuration as the unit would print it</source><translation>终端打印的配置内容</translation></message>
<message id="fault.self.supply-low"><source>Unit reports: supply voltage too low</source><translation>终端自报：供电电压过低</translation></message>
<message id="fault.self.battery-low"><source>Unit reports: battery low</source><translation>终端自报：电池电量低</translation></message>
<message id="fault.self.backup-low"><source>Unit reports: backup battery low</source><translation>终端自报：后备电池电量低</translation></message>
<message id="fault.self.pin-pad"><source>Unit reports: PIN pad defective</source><translation>终端自报：密码键盘故障</translation></message>
<message id="fault.self.card-reader"><source>Unit reports: card reader does not answer</source><translation>终端自报：读卡器无应答</translation></message>
<message id="fault.self.printer"><source>Unit reports: printer not ready</source><translation>终端自报：打印机未就绪</translation></message>
<message id="fault.self.device-missing"><source>Unit reports: a device is missing or defective</source><translation>终端自报：缺少部件或部件故障</translation></message>
<message id="fault.self.diagnosis-due"><source>Unit reports: diagnosis with the host required</source><translation>终端自报：需要与主机做诊断</translation></message>
<message id="fault.self.out-of-order"><source>Unit reports: out of order</source><translation>终端自报：停止服务</translation></message>
<message id="fault.self.locked"><source>Unit reports: authorisation locked</source><translation>终端自报：授权已锁定</translation></message>
<message id="fault.self.host-line"><source>Unit reports: its host is not reached</source><translation>终端自报：连不上主机</translation></message>
<message id="fault.self.other"><source>Unit reports another error</source><translation>终端自报其他错误</translation></message>
<message id="cause.self.backup-low"><source>The unit's backup battery is low: its keys and its tamper protection are in danger</source><translation>后备电池电量低：密钥可能丢失，防拆可能误触发</translation></message>
<message id="cause.self.pin-pad"><source>The PIN pad, or the way to it inside the unit, is defective</source><translation>密码键盘或其内部连接故障</translation></message>
<message id="cause.self.card-reader"><source>The card reader does not answer: reader, contacts or its connection</source><translation>读卡器无应答：读卡器、触点或其连接</translation></message>
<message id="cause.self.device-missing"><source>A device the unit needs is not connected or does not answer</source><translation>所需部件未连接或无应答</translation></message>
<message id="cause.self.diagnosis-due"><source>The unit wants a diagnosis with its host before it works on</source><translation>终端需先与主机做诊断才能继续工作</translation></message>
<message id="cause.self.out-of-order"><source>The unit has put itself out of order</source><translation>终端已自行停止服务</translation></message>
<message id="cause.self.locked"><source>The unit refuses authorisation for a time, after failed attempts</source><translation>授权失败次数过多，终端暂时拒绝授权</translation></message>
<message id="cause.self.host-line"><source>The unit does not reach its host: line, settings or host</source><translation>终端连不上主机：线路、设置或主机</translation></message>
<message id="cause.self.other"><source>The unit reports an error that no table explains</source><translation>终端报告了未收录的错误</translation></message>
<message id="remedy.note_reported"><source>Note the code the unit reports: it stands with the finding</source><translation>记下终端报告的代码（见该项结果）</translation></message>
<message id="remedy.check_plugs"><source>Check that every part outside is plugged in: PIN pad, printer, reader</source><translation>检查外接部件是否插好：密码键盘、打印机、读卡器</translation></message>
<message id="remedy.host_diagnosis"><source>Start the diagnosis with the host from the unit's own menu</source><translation>从终端菜单启动与主机的诊断</translation></message>
<message id="window.fault.says"><source>Reports a fault of its own</source><translation>自报故障</translation></message>
<message id="window.fault.anti-removal"><source>Anti-removal switch open</source><translation>防移机开关断开</translation></message>
<message id="identity.fact.hardware"><source>Hardware</source><translation>硬件版本</translation></message>
<message id="identity.fact.software"><source>Software</source><translation>软件版本</translation></message>
<message id="identity.fact.production"><source>Production date</source><translation>生产日期</translation></message>
<message id="identity.fact.function_code"><source>Function code</source><translation>功能代码</translation></message>
<message id="identity.fact.master_key"><source>Master key</source><translation>主密钥</translation></message>
<message id="identity.fact.state"><source>State</source><translation>状态</translation></message>
<message id="identity.fact.terminal_id"><source>Terminal number</source><translation>终端号</translation></message>
<message id="identity.fact.devices"><source>Devices</source><translation>部件</translation></message>
<message id="identity.fact.locks"><source>Locks</source><translation>锁定</translation></message>
<message id="cause.self.supply-low"><source>The unit's supply is too low: charger, cable or hub</source><translation>终端供电过低：充电器、线缆或集线器</translation></message>
<message id="cause.self.battery-low"><source>The unit's battery is empty or aged</source><translation>终端电池没电或老化</translation></message>
<message id="cause.self.printer"><source>The printer is not ready: paper, lid, head or gear</source><translation>打印机未就绪：缺纸、上盖、打印头或齿轮</translation></message>
<message id="window.connect.ask_who"><source>I do not know: let the bench ask</source><translation>不清楚：让测试台询问</translation></message>
<message id="window.connect.asked_on"><source>The bench asks the port in each protocol it knows, one after another, with that model's own settings. It registers with a ZVT terminal and ends plain key input of a PIN pad; it types on no console and tries no other speeds. Who answered stands in the report.</source><translation>测试台用已知协议逐一询问该端口，只用相应机型的参数。会向 ZVT 终端注册，并关闭密码键盘的明文输入；不会向维修串口输入，也不会试探其他速率。谁应答会写入报告。</translation></message>
<message id="identity.fact.asked"><source>Asked, the last one answered</source><translation>已询问的协议（最后一个应答）</translation></message>
</context>
</TS>
