require ["include", "variables"];
set "a" "1";
global "a";
