<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
<name>settings</name>
<message id="settings.open"><source>Settings (F10)</source></message>
<message id="settings.title"><source>Settings</source></message>
<message id="settings.text"><source>Each holds at once and is kept. What is left empty takes the usual.</source></message>
<message id="settings.next"><source>Settings hold at once.</source></message>
<message id="settings.leave"><source>Back to the units</source></message>
<message id="settings.bench_name"><source>Bench</source></message>
<message id="settings.bench_name.hint"><source>the computer's name</source></message>
<message id="settings.operator"><source>Operator</source></message>
<message id="settings.operator.hint"><source>name on the report</source></message>
<message id="settings.plan"><source>Usual plan</source></message>
<message id="settings.language"><source>Language of the window</source></message>
<message id="settings.language.en"><source>English</source></message>
<message id="settings.language.zh_CN"><source>中文</source></message>
<message id="settings.report_languages"><source>Language of reports</source></message>
<message id="settings.report_languages.window"><source>As the window</source></message>
<message id="settings.report_languages.both"><source>Both</source></message>
<message id="settings.report_folder"><source>Folder for reports</source></message>
<message id="settings.report_folder.hint"><source>the program's own folder</source></message>
<message id="settings.report_folder.choose"><source>Choose…</source></message>
<message id="settings.report_folder.relative"><source>Give the whole path, from the drive or the root on. Reports still go where they went.</source></message>
<message id="settings.report_folder.no-folder"><source>There is no such folder and none can be made there. Reports still go where they went.</source></message>
<message id="settings.report_folder.closed"><source>Nothing may be written there. Reports still go where they went.</source></message>
<message id="settings.acquirer_host"><source>Acquirer's host</source></message>
<message id="settings.acquirer_host.hint"><source>host:port, else the model's own</source></message>
<message id="settings.acquirer_host.bad"><source>Give host and port, such as pay.example.com:443. The network test still uses the one before.</source></message>
<message id="settings.meter"><source>Supply meter</source></message>
<message id="settings.meter.any"><source>The first that is free</source></message>
<message id="settings.meter.none"><source>None</source></message>
<message id="settings.meter.this"><source>{name}</source></message>
<message id="settings.meter.away"><source>{name} (not here)</source></message>
<message id="settings.trust"><source>Trusted roots</source></message>
<message id="settings.trust.add"><source>Add a certificate…</source></message>
<message id="settings.trust.remove"><source>Remove</source></message>
<message id="settings.trust.unreadable"><source>The file cannot be used: {detail}</source></message>
<message id="settings.log_days"><source>Wire logs are kept for</source></message>
<message id="settings.log_days.7"><source>7 days</source></message>
<message id="settings.log_days.30"><source>30 days</source></message>
<message id="settings.log_days.90"><source>90 days</source></message>
<message id="settings.log_days.365"><source>One year</source></message>
<message id="settings.sound"><source>Sound at the verdict</source></message>
<message id="settings.sound.on"><source>On</source></message>
<message id="settings.sound.off"><source>Off</source></message>
<message id="settings.theme"><source>Colours</source></message>
<message id="settings.theme.system"><source>As the system</source></message>
<message id="settings.theme.light"><source>Light</source></message>
<message id="settings.theme.dark"><source>Dark</source></message>
<message id="settings.theme.contrast"><source>High contrast</source></message>
<message id="manual.open"><source>Manual (F1)</source></message>
<message id="manual.contents"><source>Contents</source></message>
<message id="manual.back"><source>Back</source></message>
<message id="manual.next"><source>Esc leads back to the units.</source></message>
<message id="manual.missing"><source>This page of the manual is not there.</source></message>
<message id="settings.photos"><source>Folder for photos</source></message>
<message id="settings.photos.hint"><source>none is watched</source></message>
<message id="settings.photos.relative"><source>Give the whole path, from the drive or the root on. The folder before is still watched.</source></message>
<message id="settings.photos.no-folder"><source>There is no such folder. The folder before is still watched.</source></message>
<message id="settings.photos.closed"><source>That folder may not be read. The folder before is still watched.</source></message>
<message id="settings.database"><source>History database</source></message>
<message id="settings.database.hint"><source>a file of this bench, or postgresql+psycopg://user@host/name</source></message>
<message id="settings.database.bad"><source>Give postgresql+psycopg://user@host/name, or sqlite:////folder/history.sqlite. The history stays where it was.</source></message>
<message id="settings.database.secret"><source>No password here: it would lie on the disk in clear. Write the address without it, and the password into {path} as one line host:port:name:user:password, readable by you alone. The history stays where it was.</source></message>
<message id="settings.paper"><source>Paper of reports</source></message>
<message id="settings.paper.a4"><source>A4</source></message>
<message id="settings.paper.letter"><source>Letter</source></message>
<message id="settings.time_stamp"><source>Time-stamp server</source></message>
<message id="settings.time_stamp.hint"><source>none is asked; else http:// or https://</source></message>
<message id="settings.signer"><source>Reports are signed by</source></message>
<message id="settings.signer.bench"><source>This bench</source></message>
<message id="settings.signer.technician"><source>{name}</source></message>
</context>
</TS>
