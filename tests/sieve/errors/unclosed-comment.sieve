keep;
/* never
ended
