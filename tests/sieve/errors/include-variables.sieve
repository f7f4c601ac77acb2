require ["include", "variables"];
include "${a}";
global "1";
global "global.a";
set "global.12" "value";
set "a" "${global.data.from}";
