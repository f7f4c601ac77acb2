require ["variables"];
set "0" "a";
set "a.b" "a";
set "${a}" "a";
set :upper :lower "a" "a";
set :frob "a" "a";
set "a" "${frob.nicate}";
set "a" "${32}";
