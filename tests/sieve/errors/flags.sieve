require "imap4flags";
setflag "a" "b";
if hasflag "a" "b" { stop; }
