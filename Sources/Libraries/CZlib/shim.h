#include <string.h>
#include <zlib.h>

/* Packs into at most `room` bytes; 0 where they do not suffice. */
static inline size_t shim_gzip(const void *bytes, size_t count, void *target, size_t room) {
    z_stream stream;
    size_t packed = 0;
    memset(&stream, 0, sizeof stream);
    if (count > 1u << 30 || room > 1u << 30) return 0;
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        return 0;
    stream.next_in = (Bytef *)bytes;
    stream.avail_in = (uInt)count;
    stream.next_out = (Bytef *)target;
    stream.avail_out = (uInt)room;
    if (deflate(&stream, Z_FINISH) == Z_STREAM_END) packed = stream.total_out;
    deflateEnd(&stream);
    return packed;
}
