<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context><name>bench</name>
<message id="do.sweep_freely"><source>Press every key once, in any order</source><translation>请把每个按键按一次，顺序不限</translation></message>
<message id="do.press_many"><source>Press {key} again and again: {left} left</source><translation>请反复按 {key}：还剩 {left} 次</translation></message>
<message id="ask.each_lit"><source>Did each key on the map light up when you pressed that key?</source><translation>按下每个按键时，图上亮起的都是同一个键吗？</translation></message>
<message id="ask.press_many"><source>{key} came twice from one press. Clean it and press it {count} times?</source><translation>按一次 {key} 出了两个。清洁后再按 {count} 次，好吗？</translation></message>
<message id="ask.clear_hold"><source>If an entry on the terminal hangs, does a long press of {key} free it?</source><translation>终端上的输入卡住时，长按 {key} 能恢复吗？</translation></message>
<message id="choice.no-more-keys"><source>No more keys come</source><translation>没有更多按键了</translation></message>
<message id="choice.each-lit"><source>Yes, each time the same key</source><translation>是，每次都是同一个键</translation></message>
<message id="choice.wrong-lit"><source>No, another key lit up</source><translation>不是，亮起了别的键</translation></message>
<message id="choice.press-many"><source>Cleaned: press it many times</source><translation>已清洁：反复按</translation></message>
<message id="choice.leave-it"><source>Leave it as faulty</source><translation>按有故障处理</translation></message>
<message id="choice.clear-releases"><source>Yes, the entry is free again</source><translation>能恢复</translation></message>
<message id="choice.clear-hangs"><source>No, it goes on hanging</source><translation>不能，仍然卡住</translation></message>
<message id="choice.no-entry"><source>There is no entry to try it on</source><translation>没有可以试的输入</translation></message>
<message id="limit.keypad.edges"><source>Presses without release, or the other way round</source><translation>有按下无松开，或有松开无按下</translation></message>
<message id="limit.keypad.hold"><source>Longest press</source><translation>按下最久的一次</translation></message>
<message id="limit.keypad.time_to_press"><source>Longest time from prompt to press</source><translation>从提示到按下的最长时间</translation></message>
<message id="limit.keypad.repress_rate"><source>Prompts that had to be repeated</source><translation>需要重复提示的比例</translation></message>
<message id="limit.keypad.clear_release"><source>Long press of CLEAR frees a hung entry</source><translation>长按清除键可恢复卡住的输入</translation></message>
<message id="source.keypad.edges"><source>ChromeOS factory keyboard test: press and release come in pairs</source><translation>ChromeOS 工厂键盘测试：按下与松开成对出现</translation></message>
<message id="source.keypad.hold"><source>longest time from press to release; a finger taps for about 0.1 s</source><translation>从按下到松开的最长时间；手指轻按约 0.1 s</translation></message>
<message id="source.keypad.time_to_press"><source>longest time from a prompt to its key</source><translation>从提示到按下该键的最长时间</translation></message>
<message id="source.keypad.repress_rate"><source>prompts that had to be repeated, of all prompts</source><translation>需要重复的提示占全部提示的比例</translation></message>
<message id="source.keypad.clear_release"><source>a long press of CLEAR frees an entry that hangs</source><translation>长按清除键可恢复卡住的输入</translation></message>
<message id="report.unit.edges"><source>edges</source><translation>次</translation></message>
<message id="report.unit.one.edges"><source>edge</source><translation>次</translation></message>
<message id="fault.keypad.line"><source>Dead keys on one line of the matrix</source><translation>同一扫描线上的按键失灵</translation></message>
<message id="fault.keypad.slow"><source>Key comes up late</source><translation>按键回弹慢</translation></message>
<message id="fault.keypad.weak"><source>Key had to be pressed again</source><translation>按键不灵敏（需要再按）</translation></message>
<message id="fault.keypad.edges"><source>Press without release, or the other way round</source><translation>按下与松开不成对</translation></message>
<message id="fault.keypad.clear-hangs"><source>Hung entry that CLEAR does not free</source><translation>输入卡住，长按清除键无效</translation></message>
<message id="note.keypad_row"><source>{count} dead keys share row {number}: flex cable or connector</source><translation>{count} 个失灵按键同在第 {number} 行：排线或接插件</translation></message>
<message id="note.keypad_column"><source>{count} dead keys share column {number}: flex cable or connector</source><translation>{count} 个失灵按键同在第 {number} 列：排线或接插件</translation></message>
<message id="note.keys_healed"><source>Chattered at first, then came clean many times after cleaning: {keys}</source><translation>起初连击，清洁后多次按下均正常：{keys}</translation></message>
<message id="cause.keypad_line"><source>One line of the key matrix is broken: flex cable, connector or trace</source><translation>键盘矩阵的一条扫描线断开：排线，接插件或走线</translation></message>
<message id="cause.key_slow"><source>Key that comes up late: dirt or a worn rubber</source><translation>按键回弹慢：有脏污或导电胶老化</translation></message>
<message id="cause.entry_hangs"><source>The payment program's entry hangs</source><translation>支付程序的输入卡住</translation></message>
<message id="remedy.check_flex_authorised"><source>Have the keypad's flex cable and connector checked by the maker's authorised repair (opening trips the tamper protection)</source><translation>送原厂授权维修检查键盘排线与接插件（拆机会触发自毁）</translation></message>
<message id="remedy.restart_program"><source>Restart the terminal by its own menu or power key</source><translation>用终端自身菜单或电源键重启</translation></message>
<message id="remedy.update_program"><source>If it hangs again, ask the acquirer for a newer payment program</source><translation>若再次卡住，请向收单机构索取新版支付程序</translation></message>
<message id="window.fault.dead-row"><source>A row of the key matrix is dead</source><translation>键盘矩阵一行失灵</translation></message>
<message id="window.fault.dead-column"><source>A column of the key matrix is dead</source><translation>键盘矩阵一列失灵</translation></message>
</context>
</TS>
