r"""The probe: what the bench types into a terminal's shell. Lives in the shell's memory only and writes no file.

Sources: ``docs/protocols/console.md`` (measured), POSIX shell; tried under busybox ash, dash, bash and mksh. Rules:

- ``BOOTSTRAP`` is one line for an interactive shell. It opens a *subshell*, so nothing of the person's shell changes:
  no variable, function, prompt or trap. From its first moment a timer ends it and ``stty`` is put back.
- Nothing the bench sends later is ever evaluated: ``g`` picks functions from a fixed list, the rest are words.
- Each line of the script, as sent, has at most 255 characters, for consoles with a line limit of 256.
- Dead man: ``w`` ends everything when it saw no heartbeat for 6 seconds, or when the probe's own process is gone.
- On the way out what was half typed is read and dropped, or the person's shell would run it.
- Descendants are found through /proc (``t``), so that no stale process number is ever killed.
- Android's ``getevent`` prints times in brackets, as kernel messages have them, and in several writes: ``kv`` says each event
  once more in the form of the other readers, in one write.
- The screen's content is kept packed in a shell variable, not in a file: it works on a read-only file system, and
  nothing can be left behind. A user interface of 1280x720x32 packs to a few hundred kilobytes.

``PB_ROOT`` in the shell's environment is put before every path of the terminal: empty on a real unit, a fake tree on a
simulated one.
"""

from typing import Final

LONGEST_LINE: Final = 255
READY_MARK: Final = "<PB2>"
"""What ``BOOTSTRAP`` prints; its own echo cannot contain it."""
BOOTSTRAP: Final = (
    "(S=$(stty -g);z(){ trap - 0;stty -icanon min 0;cat>/dev/null;stty $S;kill -9 $W;};trap z 0;trap 'z;exit' 1 2 15;"
    "read -r M x</proc/self/stat;(sleep 6;kill $M)&W=$!;stty -echo;printf '<%s>\\n' PB$((1+1));"
    'while IFS= read -r L;do eval "$L";done)'
)
COLLECT: Final = (
    "(: >/dev/null)||echo '<R'2'>';LC_ALL=C;N=$(printf '\\nx');N=${N%x};P=;"
    'while IFS= read -r L;do case $L in .)break;;,)kill -9 $W;(sleep 6;kill $M)&W=$!;echo "<U${#P}>";;*)P=$P$L$N;;esac;done;'
    'echo "<V${#P}:$(printf %s "$P"|cksum 2>&-)>"'
)
"""Takes script lines; ``,`` asks how many characters arrived, ``.`` ends and shows length and check value."""
BEGIN: Final = 'eval "$P";m'
WAKE: Final = "\r"

_SOURCE: Final = r"""
export LC_ALL; R=$PB_ROOT; B=$R/dev/fb0; Q=0; D=; F=; O=; KP=; TP=; X=; LB=
h(){ type "$1" >/dev/null 2>&1; }
case $KSH_VERSION in ?*) set +U; p(){ print -r -- "$*"; };; *) p(){ printf '%s\n' "$*"; };; esac
if h cksum; then k(){ set -- $(p "$1"|cksum); K=$1; }
elif h md5sum; then k(){ set -- $(p "$1"|md5sum); K=${1%????????????????????????}; }
else k(){ K=${#1}; }; fi
if h base64 && h gzip; then E=z; e(){ gzip -c|base64; }
elif h base64; then E=b; e(){ base64; }
elif h od; then E=x; e(){ od -v -An -tx1; }
else E=x; e(){ hexdump -v -e '32/1 "%02x" "\n"'; }; fi
f(){ k "$1 $2"; p "~$1 $K $2"; }
o(){
V=$(e)
p "$V"|{ i=0; while b=; n=0; while [ $n -lt 12 ] && read -r l; do b=$b$l; n=$((n+1)); done; [ "$b" ]; do
i=$((i+1)); case ",$G," in ,,|*,$i,*) f "$1$i" "$b";; esac; done; f "${1}0" "$i $E"; }
}
t(){
for q in /proc/[0-9]*; do read -r a b c d l <$q/stat && case " $T " in
*" $a "*);; *" $d "*) T="$T $a";; esac; done 2>/dev/null
}
x(){ for q; do read -r a b c d l </proc/$q/stat && [ "$d" = "$M" ] && { T=$q; t; t; kill $T; }; done 2>/dev/null; }
z(){
trap - 0; trap '' 1 2 15; IFS=' '; T=$M; t; t; t; set -- $T; shift; kill -9 "$@" 2>/dev/null; y; stty -icanon min 0; cat >/dev/null; stty $S
[ "$O" ] && p "$O" >$R/proc/sys/kernel/printk; f e bye
}
y(){
[ "$F" ] && p "$F"|base64 -d|gzip -dc|dd of=$B obs=$Z conv=notrunc 2>/dev/null; F=
[ "$X" ] && { p "$X" >$R/sys/class/graphics/fbcon/cursor_blink; }; X=
[ "$Y" ] && printf '\033[?25h' >$R/dev/tty1; Y=
[ "$LB" ] && p "$LV" >$LB; LB=
}
w(){
trap - 0 1 2 15; trap n=0 USR1; n=0; read -r w l </proc/self/stat
while [ $n -lt 6 ] && kill -0 $M; do sleep 1 || n=6; n=$((n+1)); done 2>/dev/null
kill $M 2>/dev/null; sleep 2; T=$M; t; t; t; for q in $T; do [ $q = $w ] || kill -9 $q; done 2>/dev/null
for q in /proc/[0-9]*; do read -r a b c d g l <$q/stat && [ "$d" = 1 ] && case "$g$b" in
"$H(hexdump)"|"$H(od)"|"$H(xxd)"|"$H(getevent)"|"$H(sleep)") kill -9 $a;; esac; done 2>/dev/null
y; stty -icanon min 0; cat >/dev/null; stty $S; [ "$O" ] && p "$O" >$R/proc/sys/kernel/printk
}
m(){
trap z 0; trap 'z; exit' 1 2 15; read -r M b c d H l </proc/self/stat
[ -w $R/proc/sys/kernel/printk ] && { read -r O <$R/proc/sys/kernel/printk; echo 1 >$R/proc/sys/kernel/printk; }
a=$W; exec 3<&0; w <&3& W=$!; kill -9 $a 2>/dev/null; f b "$E ${#P}"
while IFS= read -r L; do case $L in '') ;; h*) kill -USR1 $W || exit; f "$L" ok;;
'd 0 '*) D=${L#d 0 }; Q=1;; "d $Q "*) D=$D${L#d $Q }; Q=$((Q+1));; d\ *) ;; *) g;; esac; done; exit
}
g(){
i=${L%% *}; v=${L#* }; c=${v%% *}; v=${v#* }; k "$i $v"; [ "$K" = "$c" ] || { f '?' "$i"; return; }
set -f; set -- $v; set +f; v=$1; G=$2; shift; shift; i=$i.; [ "$G" = - ] && G=
case $v in
quit) f "${i}0" "0 -"; exit;;
keys|tele|draw|save|undo|stop|light) k "$D"; if [ "$G" = "$K" ]; then u_$v "$@"; else f "${i}!" data; fi;;
file|log|prop) c=$1; k "$D"; shift; if [ "$c" = "$K" ]; then (u_$v "$@" 2>&1|o "${i}p")& else f "${i}!" data; fi;;
id|input|fb|sens|pkg|net|ping|dns|tcp|tls|mtu|ps|mem) (u_$v "$@" 2>/dev/null|o "${i}a")&;;
*) f "${i}!" verb;;
esac
}
rd(){ for q; do for l in $R$q; do [ -f "$l" ] && p "${l#"$R"}=$(head -c 400 "$l"|tr '\0\n' '  ')"; done; done; }
u_id(){
for q in /etc/os-release /usr/lib/os-release; do [ -r $R$q ] && { cat $R$q; break; }; done
rd /proc/device-tree/model /proc/device-tree/serial-number /proc/sys/kernel/hostname /proc/version
rd '/sys/class/dmi/id/product_*' /sys/class/dmi/id/sys_vendor /sys/class/dmi/id/bios_version /etc/hostname
grep -E '^(Serial|Hardware|Model)' $R/proc/cpuinfo; p "uname=$(uname -srm)"; p "uid=$(id -u)"; p "fast=$U"
if h getprop; then for q in ro.product.manufacturer ro.product.model ro.serialno ro.build.display.id \
ro.build.version.release ro.build.version.security_patch ro.hardware; do p "$q=$(getprop $q)"; done; fi
h wm && p "screen=$(wm size|tr '\n' ' ')"
l=; for q in awk base64 cksum dd dmesg getevent gzip head hexdump ip logcat md5sum nc nslookup od openssl ping tail tr xxd; do
h $q && l="$l $q"; done; p "tools=$l"; p "keytool=$A"
}
u_input(){
cat $R/proc/bus/input/devices || { h getevent && getevent -p; }
p "elf=$(dd if=/proc/self/exe bs=1 skip=4 count=1|tr '\1\2' 'ab')"
}
u_fb(){
for q in name modes virtual_size stride bits_per_pixel pan; do rd /sys/class/graphics/fb0/$q; done
[ -w $B ] && p "writable=1"; h base64 && h gzip && h dd && p "tools=1"
}
u_sens(){
for q in type scope status health capacity voltage_now current_now temp; do rd "/sys/class/power_supply/*/$q"; done
for q in name 'in*_input' 'in*_label' 'curr*_input' 'temp*_input' 'temp*_label' 'temp*_crit' 'temp*_max'; do
rd "/sys/class/hwmon/*/$q"; done
for q in type temp 'trip_point_*'; do rd "/sys/class/thermal/thermal_zone*/$q"; done
for q in brightness max_brightness; do rd "/sys/class/backlight/*/$q"; done
h dumpsys && dumpsys battery|sed -n 's|^  \([A-Za-z ]*\): |/dumpsys/battery/\1=|p'
}
u_pkg(){
if h getprop && h pm; then pm list packages --show-versioncode || pm list packages
elif h opkg; then opkg list-installed|sed 's/ - / /'
elif h dpkg-query; then dpkg-query -W -f '${Package} ${Version}\n'
elif h rpm; then rpm -qa --qf '%{NAME} %{VERSION}-%{RELEASE}\n'
else p '-'; fi
}
u_file(){
case $D in *..*|/dev/*|/proc/kcore*|/proc/kmsg*|/proc/*/mem|/sys/kernel/*) p '!refused'; return;; esac
[ -f "$R$D" ] || { p '!missing'; return; }; [ -r "$R$D" ] || { p '!unreadable'; return; }
p "+$(wc -c <"$R$D")"; head -c "$1" "$R$D"
}
u_prop(){
case $D in settings/*) q=${D#settings/}; l=null; h settings && l=$(settings get "${q%%/*}" "${q#*/}")
case $l in null) p '!missing';; *) p "+$l";; esac; return;; esac
if h getprop; then p "+$(getprop "$D")"; else p '!missing'; fi
}
lg(){ if [ "$D" ]; then grep -iE -- "$D"; else cat; fi|tail -n $n|sed "s/^/$1:/"; }
u_log(){
n=$1; exec 2>/dev/null; h dmesg && dmesg|lg dmesg; h logcat && logcat -d -t 3000|lg logcat
h journalctl && journalctl -b --no-pager -n 3000|lg journal; h logread && logread|lg logread
for q in messages.0 messages.1 messages syslog.1 syslog kern.log; do
[ -r $R/var/log/$q ] && tail -n 5000 $R/var/log/$q|lg $q; done
for q in $R/sys/fs/pstore/*; do [ -r "$q" ] && tail -n 3000 "$q"|lg pstore; done
}
u_net(){
for q in carrier address mtu operstate type speed duplex device/uevent statistics/rx_errors statistics/tx_errors; do
rd "/sys/class/net/*/$q"; done; rd /etc/resolv.conf; h getprop && p "dns=$(getprop net.dns1)"
if h ip; then ip -o addr|sed 's/^/addr=/'; ip route|sed 's/^/route=/'
else h ifconfig && ifconfig|sed 's/^/addr=/'; h route && route -n|sed 's/^/route=/'; fi
}
ck(){
a=$EPOCHREALTIME; b=0.1; case $a in *.??????) ;; *) read -r a b </proc/uptime; a=${a}0000; b=10;; esac; RS=$b
b=000${a%.*}; b=${b#"${b%???}"}; C=$(( (1$b-1000)*1000000+1${a#*.}-1000000 ))
}
el(){ c=$C; ck; c=$((C-c)); [ $c -ge 0 ] || c=$((c+1000000000)); p "$1=$((c/1000)).$((c/100%10))"; }
li(){
"$@" </dev/null 2>&1 & q=$!
(exec >/dev/null 2>&1; n=0; while [ $n -lt 5 ] && kill -0 $q; do sleep 1; n=$((n+1)); done; [ $n = 5 ] && kill $q)&
j=$!; wait $q; q=$?; kill $j 2>/dev/null; return $q
}
bt(){ : >/dev/tcp/$1/$2; }
u_ping(){
h ping || { p error=no-tool; return; }; n=$1
while ping -c 3 -W 2 -s 56 "$2"; p "exit=$?"; n=$((n-1)); [ $n -gt 0 ]; do
case $U in f) sleep 0.5;; u) usleep 500000;; *) sleep 1;; esac; done
}
u_dns(){
ck; if h nslookup; then nslookup "$1"; p "exit=$?"; elif h getent; then l=$(getent hosts "$1"); p "exit=$?"; p "getent=$l"
elif h ping; then ping -c 1 -W 1 "$1"; return; else p error=no-tool; return; fi; el ms; p "resolution_ms=$RS"
}
u_tcp(){
y=ms; e=; case $(nc -h 2>&1 </dev/null; nc --help 2>&1 </dev/null) in *-z*) l='nc -z -w 5';; *-e\ PROG*) l='nc -w 5'; e='-e true';;
*'Quit SECONDS'*) l='nc -w 5 -q 1'; y=reached;; *) case $BASH_VERSION in ?*) l=bt;; *) p error=no-tool; return;; esac;; esac
n=0; while [ $n -lt 3 ]; do n=$((n+1)); ck; if a=$(li $l "$1" "$2" $e); then el $y; else el failed; fi
[ $c -lt 4500000 ] || break; done; p "resolution_ms=$RS"; p "tool=$l"
}
u_tls(){
h openssl || { p error=no-tool; return; }; n=0; v=-checkhost; case $1 in *[!0-9.]*) ;; *) v=-checkip;; esac
while [ $n -lt 3 ]; do n=$((n+1)); ck; l=$(li openssl s_client -connect "$1:$2" -servername "$1")
case $l in *BEGIN\ CERT*) el ms;; *) el failed; break;; esac; done; p "resolution_ms=$RS"; p "clock=$(date +%s)"
p "$l"|grep 'Verify return code'; p "$l"|openssl x509 -noout -enddate; p "$l"|openssl x509 -noout $v "$1"
}
pg(){ ping -M do -c 1 -W 1 -s "$1" "$2" || ping -M do -c 1 -W 1 -s "$1" "$2"; } >/dev/null 2>&1
u_mtu(){
case $(ping -M do -c 1 -W 1 -s 16 "$2" 2>&1) in *option*|*sage*|*found*) p error=no-df; return;; esac
b=$(($1-28)); pg $b "$2" && { p "mtu=$1"; return; }; a=548; pg $a "$2" || { p error=no-answer; return; }
while [ $((b-a)) -gt 1 ]; do c=$(((a+b)/2)); if pg $c "$2"; then a=$c; else b=$c; fi; done; p "mtu=$((a+28))"
}
u_ps(){ ps -ef || ps; h dumpsys && dumpsys window windows|grep -o 'package=[^ ]* appop=SYSTEM_ALERT_WINDOW'; }
u_mem(){
cat $R/proc/meminfo; p "uptime=$(cat $R/proc/uptime)"
while read -r a b c d l; do case $d in rw|rw,*) p "rw=$c $b";; esac; done <$R/proc/mounts; df -kP || df -k
}
u_stop(){ case $1 in keys) x $KP; KP=;; tele) x $TP; TP=;; esac; f "${i}0" "0 -"; }
u_keys(){
x $KP; KP=; n=0; s=$1; shift; a='1/4 "%x." 1/4 "%x." '; [ $s = 24 ] && a=$a$a; a=$a'1/2 "%x." 1/2 "%x." 1/4 "%x"'
w="1/$((s-8)) \"%.0s\""' 1/2 ":%x." 1/2 "%x." 1/4 "%x" "\n"'
for q; do case $q in event[0-9]|event[0-9][0-9]) ;; *) continue;; esac; q=$R/dev/input/$q; [ -r $q ] || continue
case $A in getevent) (getevent -t $q|kv $n)& ;;
hexdump) hexdump -v -e "\"K$n \" $a" -e "$w" $q & ;; od) od -v -An -tx1 -w$s $q & ;; xxd) xxd -p -c $s $q & ;; esac
KP="$KP $!"; n=$((n+1)); done; f "${i}0" "0 $n.$A"
}
hx(){
n=$1; o=; while [ $n -gt 0 ]; do l=$((n%16)); n=$((n/16)); case $l in 10) l=a;; 11) l=b;; 12) l=c;; 13) l=d;; 14) l=e;;
15) l=f;; esac; o=$l$o; done; o=${o:-0}
}
kv(){
while IFS='[]. ' read -r l s c a b v; do case $v in ????????) hx $s; s=$o; hx $((1$c-1000000))
p "K$1 $s.$o.$a.$b.$v:$a.$b.$v";; esac; done 2>/dev/null
}
u_tele(){
x $TP; j=$1; s=$2; G=$D; (n=0; while kill -0 $M; do a=0; b=; case $G in */dumpsys/*) V=$N$(dumpsys battery);; esac
for q in $G; do l=; case $q in /dumpsys/*) l=${V#*"$N  ${q##*/}: "}; l=${l%%"$N"*};; *) read -r l <$R$q;; esac; case $l in
''|-|*[!0-9-]*) l=x;; *) a=$((a+l));; esac; b=$b,$l; done; n=$((n+1)); p "~t $n $a$b"
case $U in f) sleep $j;; u) usleep $s;; *) sleep 1;; esac || exit; done 2>/dev/null)& TP=$!; f "${i}0" "0 -"
}
u_save(){
[ "$F" ] || { Z=$1; F=$(head -c $Z $B|gzip -c|base64); q=$R/sys/class/graphics/fbcon/cursor_blink
[ -w $q ] && { read -r X <$q; echo 0 >$q; }; [ -w $R/dev/tty1 ] && { Y=1; printf '\033[?25l' >$R/dev/tty1; }; }
f "${i}0" "0 ${#F}"
}
u_draw(){
kill -USR1 $W; p "$D"|base64 -d|gzip -dc|gzip -dc|dd of=$B obs=$1 conv=notrunc 2>/dev/null; kill -USR1 $W
set -- $(head -c $1 $B|md5sum); f "${i}0" "0 $1"
}
u_light(){
for q in $R/sys/class/backlight/*; do [ -w $q/brightness ] && read -r a <$q/max_brightness || continue
[ "$LB" ] || { read -r LV <$q/brightness; LB=$q/brightness; }
echo $((a*$1/100)) >$q/brightness; read -r n <$q/brightness; f "${i}0" "0 $n"; return; done; f "${i}0" "0 -"
}
u_undo(){ y; f "${i}0" "0 -"; }
U=; if sleep 0.01; then U=f; elif h usleep; then U=u; fi 2>/dev/null
A=; l=aaaaaaaaaaaaaaaaaaaaaaa
c(){ [ "$A" ] || case $(p $l|"$@" 2>/dev/null|tr -d ' \n') in 6161*61610a) A=$1;; esac; }
c hexdump -v -e '24/1 "%02x"'; c od -v -An -tx1 -w24; c xxd -p -c 24; h getevent && A=getevent
"""


def script_lines() -> tuple[str, ...]:
    """The probe as it is sent: no comments, no blank lines, each at most ``LONGEST_LINE`` characters."""
    lines = (line.strip() for line in _SOURCE.splitlines())
    return tuple(line for line in lines if line)


def script_text() -> str:
    """What the shell holds after the upload."""
    return "".join(line + "\n" for line in script_lines())
