#include <microhttpd.h>
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* What any client can bring about by itself fills no log: it breaks off, it sends what is no HTTP,
   it was refused early. What the operator can do something about is kept. */
static inline void shim_log(void *context, const char *format, va_list values) {
    static const char *const quiet[] = {
        "Failed to send the", "Failed to send data", "Failed to parse", "Error processing request",
        "Too large value", "Not enough memory in pool", "Connection was closed by remote",
        "Connection socket is closed", "Socket has been disconnected", "Closing connection (",
        "Application reported internal error", "Received HTTP/1.1 request without",
    };
    (void)context;
    for (size_t index = 0; index < sizeof quiet / sizeof *quiet; index++)
        if (strncmp(format, quiet[index], strlen(quiet[index])) == 0) return;
    vfprintf(stderr, format, values);
}

typedef void *(*shim_line)(void *context, const char *uri, struct MHD_Connection *connection);

/* What libmicrohttpd calls, each with `context`. */
struct shim_callbacks {
    MHD_AcceptPolicyCallback allows;
    MHD_NotifyConnectionCallback connection;
    shim_line line;
    MHD_AccessHandlerCallback handler;
    MHD_RequestCompletedCallback completed;
    void *context;
};

/* MHD_start_daemon is variadic, which Swift cannot call. */
static inline struct MHD_Daemon *shim_start(const char *address, uint16_t port, unsigned threads,
                                            unsigned idle_seconds, unsigned connections,
                                            struct shim_callbacks call) {
    struct sockaddr_in socket_address;
    memset(&socket_address, 0, sizeof socket_address);
    socket_address.sin_family = AF_INET;
    socket_address.sin_port = htons(port);
    if (inet_pton(AF_INET, address, &socket_address.sin_addr) != 1) return 0;
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNALLY | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, port, call.allows,
        call.context, call.handler, call.context, MHD_OPTION_EXTERNAL_LOGGER, shim_log, NULL,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&socket_address,
        MHD_OPTION_NOTIFY_CONNECTION, call.connection, call.context,
        MHD_OPTION_URI_LOG_CALLBACK, call.line, call.context,
        MHD_OPTION_NOTIFY_COMPLETED, call.completed, call.context,
        MHD_OPTION_THREAD_POOL_SIZE, threads,
        MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds, MHD_OPTION_CONNECTION_LIMIT, connections,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)(32 * 1024),
        /* Memory is taken as it is used: what counts is that no parser comes near the end. */
        MHD_OPTION_THREAD_STACK_SIZE, (size_t)(8 * 1024 * 1024), MHD_OPTION_END);
}

static inline int shim_port(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

/* An address as text, into a buffer of at least 64 bytes. */
static inline void shim_address(const struct sockaddr *address, char *buffer) {
    buffer[0] = 0;
    if (address && address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, buffer, 64);
}

/* The peer's address as text, into a buffer of at least 64 bytes. */
static inline void shim_peer(struct MHD_Connection *connection, char *buffer) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    shim_address(info ? info->client_addr : NULL, buffer);
}

/* The connection's socket, -1 for none. */
static inline int shim_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

/* What NOTIFY_CONNECTION put beside the connection. */
static inline void *shim_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static inline int shim_is_start(enum MHD_ConnectionNotificationCode what) {
    return what == MHD_CONNECTION_NOTIFY_STARTED;
}

/* Ends a connection without taking its descriptor from its owner; nothing more is sent, or nothing
   more at all. */
static inline void shim_end_sending(int descriptor) { shutdown(descriptor, SHUT_WR); }
static inline void shim_end(int descriptor) { shutdown(descriptor, SHUT_RDWR); }

/* A second descriptor of the same socket; -1 when there is none left. */
static inline int shim_duplicate(int descriptor) {
    return fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
}
