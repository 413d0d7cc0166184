/*
 * A processor that only answers, and keeps an account of what it got.
 *
 *     null-processor tally FOLDER      FOLDER/<pid>.tally: three integers of 64 bits, the machine's byte order: records,
 *                                      bytes of the lines that brought them, 1 when it knows its shard
 *     null-processor arrivals FOLDER   FOLDER/<pid>.arrivals: for each record a line with the time (microseconds since
 *                                      1970), the shard and the sequence number
 *
 * It never checkpoints, so a daemon that is started again reads the same records again.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define WORD 128

struct tally {
    volatile int64_t records;
    volatile int64_t bytes;
    volatile int64_t initialized;
};

static struct tally *tally;
static FILE *arrivals;
static char shard[WORD];

static void open_account(const char *kind, const char *folder) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%ld.%s", folder, (long) getpid(), kind);
    int file = open(path, O_RDWR | O_CREAT, 0644);
    if (file < 0) {
        perror(path);
        exit(1);
    }
    if (strcmp(kind, "arrivals") == 0) {
        arrivals = fdopen(file, "w");
        return;
    }
    if (ftruncate(file, sizeof *tally) != 0) {
        perror(path);
        exit(1);
    }
    tally = mmap(NULL, sizeof *tally, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (tally == MAP_FAILED) {
        perror(path);
        exit(1);
    }
}

/* The text after the next `name`, which ends in an opening quote, up to the closing one. */
static const char *next_text(const char *from, const char *name, int *length) {
    const char *at = strstr(from, name);
    if (at) {
        at += strlen(name);
        *length = (int) strcspn(at, "\"");
    }
    return at;
}

/* The benchmarks' keys and data have no braces: every one but the message's own is a record's. */
static int64_t count_records(const char *line, ssize_t length) {
    int64_t braces = 0;
    for (ssize_t i = 0; i < length; i++) {
        braces += line[i] == '{';
    }
    return braces - 1;
}

static void note_arrivals(const char *line) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    long long micros = now.tv_sec * 1000000LL + now.tv_nsec / 1000;
    int length;
    const char *number = line;
    while ((number = next_text(number, "\"sequenceNumber\":\"", &length))) {
        fprintf(arrivals, "%lld %s %.*s\n", micros, shard, length, number);
    }
    fflush(arrivals);
}

static void take_records(const char *line, ssize_t length) {
    if (tally) {
        tally->records += count_records(line, length);
        tally->bytes += length;
    } else {
        note_arrivals(line);
    }
}

static void take_shard(const char *line) {
    int length;
    const char *id = next_text(line, "\"shardId\":\"", &length);
    snprintf(shard, sizeof shard, "%.*s", id ? length : 0, id ? id : "");
    if (tally) {
        tally->initialized = 1;
    }
}

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: null-processor tally|arrivals FOLDER\n");
        return 2;
    }
    open_account(arguments[1], arguments[2]);
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while ((length = getline(&line, &room, stdin)) > 0) {
        /* Both daemons write the message's action before any record's. */
        int word_length;
        const char *word = next_text(line, "\"action\":\"", &word_length);
        if (!word) {
            fprintf(stderr, "null-processor: a line of %zd bytes without an action\n", length);
            return 1;
        }
        char action[WORD];
        snprintf(action, sizeof action, "%.*s", word_length, word);
        if (strcmp(action, "processRecords") == 0) {
            take_records(line, length);
        } else if (strcmp(action, "initialize") == 0) {
            take_shard(line);
        }
        printf("{\"action\":\"status\",\"responseFor\":\"%s\"}\n", action);
        fflush(stdout);
    }
    return 0;
}
