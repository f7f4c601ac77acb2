// keeper PIDFILE LOG COMMAND... - runs a server in the background and stays the
// parent of everything it starts (PR_SET_CHILD_SUBREAPER), also of daemons that
// fork twice. So one process tree holds exactly the server under test: its memory
// can be summed, and it can be killed without touching others.
//
// With KEEPER_CGROUP=FOLDER it first enters that control group, which counts the
// CPU time of all of them. (Summing /proc or a perf event would miss children of a
// process that ignores SIGCHLD, like Exim's, or that change their user.)
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>

static bool put(const std::string& path, const std::string& text) {
    FILE* f = fopen(path.c_str(), "w");
    if (!f) return false;
    const bool written = fputs(text.c_str(), f) >= 0;
    return fclose(f) == 0 && written;
}

int main(int argc, char** argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: keeper PIDFILE LOG COMMAND [ARG]...\n");
        return 1;
    }
    const char* group = getenv("KEEPER_CGROUP");
    if (fork() > 0) _exit(0);
    setsid();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (group && !put(std::string(group) + "/cgroup.procs", "0\n")) perror(group);
    if (!put(argv[1], std::to_string(getpid()) + "\n")) return 1;
    int log = open(argv[2], O_WRONLY | O_CREAT | O_APPEND, 0644), none = open("/dev/null", O_RDONLY);
    dup2(none, 0);
    dup2(log, 1);
    dup2(log, 2);
    if (fork() == 0) {
        execvp(argv[3], argv + 3);
        perror(argv[3]);
        _exit(127);
    }
    while (wait(nullptr) > 0 || errno == EINTR) {
    }
    unlink(argv[1]);
}
