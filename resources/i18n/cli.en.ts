<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context><name>cli</name>
<message id="cli.no_ports"><source>No serial ports found. Plug a device in.</source></message>
<message id="cli.simulate_refused"><source>This cannot be simulated: {detail}</source></message>
<message id="cli.unknown_fault"><source>There is no fault called {fault}. 'simulate {profile} --fault list' names those of this model.</source></message>
<message id="cli.fault_nowhere"><source>{profile} can show {fault} nowhere. 'simulate {profile} --fault list' names what it can.</source></message>
<message id="cli.unknown_key"><source>This model has no key {key}; it has {known}</source></message>
<message id="cli.simulate_what"><source>Which model? Known are: {known}</source></message>
<message id="cli.passphrase_needed"><source>The bench's key needs its passphrase: give --passphrase-file, or run this in a terminal.</source></message>
<message id="cli.passphrase_file"><source>The passphrase file {path} cannot be read: {detail}</source></message>
<message id="cli.passphrase_prompt"><source>Passphrase of the signer's key: </source></message>
<message id="cli.passphrase_again"><source>The same again: </source></message>
<message id="cli.passphrase_differs"><source>The two passphrases differ. Nothing was made.</source></message>
<message id="cli.unknown_profile"><source>There is no profile called {profile}. Known are: {known}</source></message>
<message id="cli.no_meter_profile"><source>The profile {profile} is no meter's. Meters are: {known}</source></message>
<message id="cli.bad_columns"><source>--meter-columns: {entry}: {problem}</source></message>
<message id="cli.bad_baud"><source>--meter-baud: {baud} is no speed of a serial line.</source></message>
<message id="cli.bad_reading"><source>--reading: {text} is no reading. Known are WHAT=NUMBER with {known}</source></message>
<message id="cli.reading_needed"><source>--meter typed: say what the multimeter shows, such as --reading voltage=5.02</source></message>
<message id="cli.no_columns"><source>--meter-columns: {profile} prints no columns. Name a board: --meter-profile {known}</source></message>
<message id="cli.no_control"><source>{url} is not a simulated device: --answers auto plays an operator only there.</source></message>
<message id="cli.trust_file"><source>The certificate {path} cannot be read: {detail}</source></message>
<message id="cli.cannot_read"><source>The file cannot be read: {detail}</source></message>
<message id="cli.nothing_interrupted"><source>No interrupted inspection.</source></message>
<message id="cli.simulator_failed"><source>The simulated {profile} did not start.</source></message>
<message id="cli.no_display"><source>There is no display here. Try: app.py --demo, or app.py inspect.</source></message>
<message id="cli.no_qt"><source>The window cannot open, a system library is missing: {detail}</source></message>
<message id="cli.demo_begins"><source>No display: the simulated inspection runs here ({units})</source></message>
<message id="cli.demo_no_unit"><source>Name at least one terminal for the demo.</source></message>
<message id="cli.interrupted"><source>Stopped.</source></message>
<message id="cli.internal_error"><source>Something went wrong inside Posbench: {error}. The log has the details; nothing recorded is lost.</source></message>
<message id="cli.no_folder"><source>{path} cannot be used: {detail}. Is the disk full or read-only, and is the folder yours? POSBENCH_HOME names another data folder.</source></message>
<message id="inspect.no_lane"><source>Nothing is connected.</source></message>
<message id="inspect.opening"><source>{url} cannot be opened: {detail}</source></message>
<message id="inspect.identifying"><source>{url} was asked who it is and has not answered yet.</source></message>
<message id="inspect.lost"><source>{url} went away and did not come back.</source></message>
<message id="inspect.connected"><source>{url} is connected.</source></message>
<message id="inspect.no-answer"><source>{url} is open but nothing answers. Is the unit switched on? Press its power key, check the cable.</source></message>
<message id="inspect.not-understood"><source>Something talks on {url}, but not the expected protocol. Is this the right port and model? {detail}</source></message>
<message id="inspect.no-permission"><source>No permission for {url}. On Linux add yourself to the group dialout and log in again.</source></message>
<message id="inspect.busy"><source>Another program holds {url}. Close it and try again.</source></message>
<message id="inspect.unknown-model"><source>The unit on {url} calls itself {detail}: no profile knows this model.</source></message>
<message id="inspect.adb-no-tool"><source>{url}: adb is not installed. Debian and Ubuntu: apt install adb; elsewhere Google's Platform Tools, on the PATH.</source></message>
<message id="inspect.adb-no-server"><source>{url}: adb's server cannot be used: {detail}. Close the program that runs another adb, or put its adb first on the PATH.</source></message>
<message id="inspect.adb-no-device"><source>{url}: adb sees no such device. {detail} Check the cable, switch on USB debugging in the unit's developer options.</source></message>
<message id="inspect.adb-several"><source>{url}: which one? {detail}</source></message>
<message id="inspect.adb-unauthorized"><source>{url} has not allowed this PC. Its screen asks for it: allow it there; no question: switch USB debugging off and on.</source></message>
<message id="inspect.adb-offline"><source>{url} is there and takes no shell ({detail}). Wait, plug it in again, or restart the unit.</source></message>
<message id="inspect.adb-no-permission"><source>No permission for {url}. On Linux install Android's udev rules (android-sdk-platform-tools-common) and plug the unit in again.</source></message>
<message id="journal.no_profile"><source>The profile {profile} of the interrupted inspection is not here any more.</source></message>
<message id="phase.ready"><source>Ready</source></message>
<message id="phase.running"><source>Working</source></message>
<message id="phase.suspended"><source>Connection lost, waiting for the unit to come back</source></message>
<message id="phase.done"><source>Done</source></message>
<message id="identity.line.bench"><source>Bench: {name}, valid until {until}, SHA-256 {fingerprint}</source></message>
<message id="identity.line.root"><source>Workshop root: {name}, valid until {until}, SHA-256 {fingerprint}</source></message>
<message id="cli.kept_in_journal"><source>The record of this inspection is kept in its journal: app.py recover finds it.</source></message>
<message id="cli.baseline_not_good"><source>This unit is not in order and cannot be the known-good one: {wrong}</source></message>
<message id="cli.baseline_nothing_read"><source>The unit's packages could not be read: nothing was written.</source></message>
<message id="cli.baseline_other_model"><source>The known-good unit is of another model: {model} ({profile}).</source></message>
<message id="cli.baseline_unread"><source>Not compared, because it could not be read: {part_id}</source></message>
<message id="cli.baseline_differs"><source>{count} differences</source></message>
<message id="cli.baseline_same"><source>The same as the known-good unit.</source></message>
<message id="cli.baseline_file"><source>{path} is no known-good unit's file: {problems}</source></message>
<message id="cli.baseline_no_software"><source>The {model} does not tell its software: there is nothing to compare.</source></message>
<message id="cli.baseline_of"><source>Known-good unit {model} {serial}, captured on {captured} by {operator}</source></message>
<message id="cli.licence_register"><source>{source}: {licences} licences, imported on {imported} by {operator}</source></message>
<message id="cli.licence_list"><source>List {source}, imported on {imported}</source></message>
<message id="licence.valid"><source>{wanted}: listed and valid</source></message>
<message id="licence.expired"><source>{wanted}: listed, but its date is over</source></message>
<message id="licence.ended"><source>{wanted}: listed as ended</source></message>
<message id="licence.no-date"><source>{wanted}: listed; the list tells no end</source></message>
<message id="licence.not-listed"><source>{wanted}: not in this list</source></message>
<message id="licence.several"><source>{wanted}: several holders fit; name one more exactly</source></message>
<message id="licence.none"><source>No list is imported yet. Download the official list and run: app.py licence import FILE</source></message>
<message id="licence.damaged"><source>The imported list is damaged ({detail}). Import it again.</source></message>
<message id="licence.unreadable"><source>The file cannot be read: {detail}</source></message>
<message id="licence.no-table"><source>No table with a licence number and a name was found in the file. Save the official list as CSV, XLSX or a page with its table.</source></message>
<message id="licence.not-a-list"><source>The file is no list that can be read: {detail}</source></message>
<message id="licence.too-large"><source>The file is too large for a list.</source></message>
<message id="licence.encoding"><source>The text of the file is in no known encoding. Save it as UTF-8.</source></message>
</context>
</TS>
