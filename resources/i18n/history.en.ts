<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context><name>history</name>
<message id="history.error.url"><source>This is no address of a history: {detail}. A file is sqlite:////folder/history.sqlite, a server postgresql+psycopg://user@host/name; a database in memory would lose its records</source></message>
<message id="history.error.away"><source>The history's database does not answer: {detail}</source></message>
<message id="history.error.busy"><source>Another program holds the history: {detail}. Try again in a moment</source></message>
<message id="history.error.damaged"><source>The history cannot be read: {detail}</source></message>
<message id="history.error.newer"><source>This history was written by a newer Posbench ({detail}): update this bench first; nothing was changed</source></message>
<message id="history.error.none"><source>There is no inspection {detail}</source></message>
<message id="history.error.unwritable"><source>The history cannot be written: {detail}</source></message>
<message id="history.error.kind"><source>The history is exported to a file that ends in .csv, .xlsx or .json: {detail}</source></message>
<message id="history.error.file"><source>{path} holds no records of Posbench: {detail}</source></message>
<message id="history.waiting"><source>{count} inspections wait for the history and come into it as soon as it answers. {reason}</source></message>
<message id="history.unreadable"><source>A waiting inspection cannot be read and stays where it is: {path}</source></message>
<message id="history.no_unit"><source>No inspection of a unit {serial}</source></message>
<message id="history.imported"><source>{new} inspections taken in, {known} were known</source></message>
<message id="history.sheet"><source>Inspections</source></message>
<message id="batch.column.bench"><source>Bench</source></message>
<message id="history.quiet.waiting"><source>Waiting for the history: {count}</source></message>
<message id="history.quiet.text"><source>{reason}. Tried again by itself; the bench works on.</source></message>
</context>
</TS>
