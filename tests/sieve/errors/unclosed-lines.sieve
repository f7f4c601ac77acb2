keep;
fileinto text:
never
ended
