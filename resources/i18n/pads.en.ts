<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context><name>pads</name>
<message id="check.self-test"><source>What the unit says of itself</source></message>
<message id="do.self_test"><source>Asking the unit: {what_id}</source></message>
<message id="self.asked.state"><source>its state</source></message>
<message id="self.asked.self-test"><source>its own test</source></message>
<message id="self.asked.host-line"><source>its line to the host</source></message>
<message id="self.asked.printout"><source>its printed configuration</source></message>
<message id="note.self_test_not_offered"><source>This unit does not offer it: not judged</source></message>
<message id="limit.self-test.faults"><source>Faults the unit reports</source></message>
<message id="source.self-test.faults"><source>the unit reports nothing wrong with itself</source></message>
<message id="report.appendix.printout"><source>Configuration as the unit would print it</source></message>
<message id="fault.self.supply-low"><source>Unit reports: supply voltage too low</source></message>
<message id="fault.self.battery-low"><source>Unit reports: battery low</source></message>
<message id="fault.self.backup-low"><source>Unit reports: backup battery low</source></message>
<message id="fault.self.pin-pad"><source>Unit reports: PIN pad defective</source></message>
<message id="fault.self.card-reader"><source>Unit reports: card reader does not answer</source></message>
<message id="fault.self.printer"><source>Unit reports: printer not ready</source></message>
<message id="fault.self.device-missing"><source>Unit reports: a device is missing or defective</source></message>
<message id="fault.self.diagnosis-due"><source>Unit reports: diagnosis with the host required</source></message>
<message id="fault.self.out-of-order"><source>Unit reports: out of order</source></message>
<message id="fault.self.locked"><source>Unit reports: authorisation locked</source></message>
<message id="fault.self.host-line"><source>Unit reports: its host is not reached</source></message>
<message id="fault.self.other"><source>Unit reports another error</source></message>
<message id="cause.self.backup-low"><source>The unit's backup battery is low: its keys and its tamper protection are in danger</source></message>
<message id="cause.self.pin-pad"><source>The PIN pad, or the way to it inside the unit, is defective</source></message>
<message id="cause.self.card-reader"><source>The card reader does not answer: reader, contacts or its connection</source></message>
<message id="cause.self.device-missing"><source>A device the unit needs is not connected or does not answer</source></message>
<message id="cause.self.diagnosis-due"><source>The unit wants a diagnosis with its host before it works on</source></message>
<message id="cause.self.out-of-order"><source>The unit has put itself out of order</source></message>
<message id="cause.self.locked"><source>The unit refuses authorisation for a time, after failed attempts</source></message>
<message id="cause.self.host-line"><source>The unit does not reach its host: line, settings or host</source></message>
<message id="cause.self.other"><source>The unit reports an error that no table explains</source></message>
<message id="remedy.note_reported"><source>Note the code the unit reports: it stands with the finding</source></message>
<message id="remedy.check_plugs"><source>Check that every part outside is plugged in: PIN pad, printer, reader</source></message>
<message id="remedy.host_diagnosis"><source>Start the diagnosis with the host from the unit's own menu</source></message>
<message id="window.fault.says"><source>Reports a fault of its own</source></message>
<message id="window.fault.anti-removal"><source>Anti-removal switch open</source></message>
<message id="identity.fact.hardware"><source>Hardware</source></message>
<message id="identity.fact.software"><source>Software</source></message>
<message id="identity.fact.production"><source>Production date</source></message>
<message id="identity.fact.function_code"><source>Function code</source></message>
<message id="identity.fact.master_key"><source>Master key</source></message>
<message id="identity.fact.state"><source>State</source></message>
<message id="identity.fact.terminal_id"><source>Terminal number</source></message>
<message id="identity.fact.devices"><source>Devices</source></message>
<message id="identity.fact.locks"><source>Locks</source></message>
<message id="cause.self.supply-low"><source>The unit's supply is too low: charger, cable or hub</source></message>
<message id="cause.self.battery-low"><source>The unit's battery is empty or aged</source></message>
<message id="cause.self.printer"><source>The printer is not ready: paper, lid, head or gear</source></message>
<message id="window.connect.ask_who"><source>I do not know: let the bench ask</source></message>
<message id="window.connect.asked_on"><source>The bench asks the port in each protocol it knows, one after another, with that model's own settings. It registers with a ZVT terminal and ends plain key input of a PIN pad; it types on no console and tries no other speeds. Who answered stands in the report.</source></message>
<message id="identity.fact.asked"><source>Asked, the last one answered</source></message>
</context>
</TS>
