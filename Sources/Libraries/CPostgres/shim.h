#include <libpq-fe.h>

/* The field codes are characters, which Swift imports as numbers only by hand. */
static inline const char *shim_sqlstate(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}

static inline const char *shim_message(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
}

static inline void shim_ignore_notice(void *context, const char *message) {
    (void)context;
    (void)message;
}

/* "NOTICE: table exists, skipping" belongs on nobody's screen. */
static inline void shim_silence_notices(PGconn *connection) {
    PQsetNoticeProcessor(connection, shim_ignore_notice, NULL);
}
