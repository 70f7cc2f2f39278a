// Preloaded into the service: whenever SQLite syncs a file, the file as it is then is copied to <file>.durable. So the copies are what a disk
// would have after a power cut that loses all that was never synced.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static int ends_with(const char *text, const char *end) {
  size_t a = strlen(text), b = strlen(end);
  return a >= b && strcmp(text + a - b, end) == 0;
}

/* Reads the descriptor that was synced: closing another one of the same file would give up this process's POSIX locks on it. */
static void copy(int from, const char *path) {
  char target[4096], draft[4200], block[1 << 16];
  snprintf(target, sizeof target, "%s.durable", path);
  snprintf(draft, sizeof draft, "%s.%d", target, getpid());
  int to = open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  off_t at = 0;
  ssize_t n;
  while ((n = pread(from, block, sizeof block, at)) > 0) {
    if (write(to, block, n) != n) break;
    at += n;
  }
  close(to);
  rename(draft, target);
}

static int synced(int fd, const char *name) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n <= 0) return real(fd);
  path[n] = 0;
  if (!ends_with(path, ".db") && !ends_with(path, ".db-wal")) return real(fd);
  char lock[4200];
  snprintf(lock, sizeof lock, "%s.lock", path);
  int held = open(lock, O_RDWR | O_CREAT, 0600);
  flock(held, LOCK_EX); // or an older copy could replace a newer one
  int result = real(fd);
  if (result == 0) copy(fd, path);
  close(held);
  return result;
}

int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }
