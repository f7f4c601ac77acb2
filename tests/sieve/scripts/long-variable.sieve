require ["variables", "relational", "comparator-i;ascii-numeric"];
set "a" "1234567890";
set "a" "${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}";
set "a" "${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}";
set "a" "${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}";
set :length "n" "${a}";
if string "${n}" "4000" { discard; }
