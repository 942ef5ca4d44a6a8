<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context><name>bench</name>
<message id="do.sweep_freely"><source>Press every key once, in any order</source></message>
<message id="do.press_many"><source>Press {key} again and again: {left} left</source></message>
<message id="ask.each_lit"><source>Did each key on the map light up when you pressed that key?</source></message>
<message id="ask.press_many"><source>{key} came twice from one press. Clean it and press it {count} times?</source></message>
<message id="ask.clear_hold"><source>If an entry on the terminal hangs, does a long press of {key} free it?</source></message>
<message id="choice.no-more-keys"><source>No more keys come</source></message>
<message id="choice.each-lit"><source>Yes, each time the same key</source></message>
<message id="choice.wrong-lit"><source>No, another key lit up</source></message>
<message id="choice.press-many"><source>Cleaned: press it many times</source></message>
<message id="choice.leave-it"><source>Leave it as faulty</source></message>
<message id="choice.clear-releases"><source>Yes, the entry is free again</source></message>
<message id="choice.clear-hangs"><source>No, it goes on hanging</source></message>
<message id="choice.no-entry"><source>There is no entry to try it on</source></message>
<message id="limit.keypad.edges"><source>Presses without release, or the other way round</source></message>
<message id="limit.keypad.hold"><source>Longest press</source></message>
<message id="limit.keypad.time_to_press"><source>Longest time from prompt to press</source></message>
<message id="limit.keypad.repress_rate"><source>Prompts that had to be repeated</source></message>
<message id="limit.keypad.clear_release"><source>Long press of CLEAR frees a hung entry</source></message>
<message id="source.keypad.edges"><source>ChromeOS factory keyboard test: press and release come in pairs</source></message>
<message id="source.keypad.hold"><source>longest time from press to release; a finger taps for about 0.1 s</source></message>
<message id="source.keypad.time_to_press"><source>longest time from a prompt to its key</source></message>
<message id="source.keypad.repress_rate"><source>prompts that had to be repeated, of all prompts</source></message>
<message id="source.keypad.clear_release"><source>a long press of CLEAR frees an entry that hangs</source></message>
<message id="report.unit.edges"><source>edges</source></message>
<message id="report.unit.one.edges"><source>edge</source></message>
<message id="fault.keypad.line"><source>Dead keys on one line of the matrix</source></message>
<message id="fault.keypad.slow"><source>Key comes up late</source></message>
<message id="fault.keypad.weak"><source>Key had to be pressed again</source></message>
<message id="fault.keypad.edges"><source>Press without release, or the other way round</source></message>
<message id="fault.keypad.clear-hangs"><source>Hung entry that CLEAR does not free</source></message>
<message id="note.keypad_row"><source>{count} dead keys share row {number}: flex cable or connector</source></message>
<message id="note.keypad_column"><source>{count} dead keys share column {number}: flex cable or connector</source></message>
<message id="note.keys_healed"><source>Chattered at first, then came clean many times after cleaning: {keys}</source></message>
<message id="cause.keypad_line"><source>One line of the key matrix is broken: flex cable, connector or trace</source></message>
<message id="cause.key_slow"><source>Key that comes up late: dirt or a worn rubber</source></message>
<message id="cause.entry_hangs"><source>The payment program's entry hangs</source></message>
<message id="remedy.check_flex_authorised"><source>Have the keypad's flex cable and connector checked by the maker's authorised repair (opening trips the tamper protection)</source></message>
<message id="remedy.restart_program"><source>Restart the terminal by its own menu or power key</source></message>
<message id="remedy.update_program"><source>If it hangs again, ask the acquirer for a newer payment program</source></message>
<message id="window.fault.dead-row"><source>A row of the key matrix is dead</source></message>
<message id="window.fault.dead-column"><source>A column of the key matrix is dead</source></message>
</context>
</TS>
