#ifndef HUIHU_CSODIUM_SHIM_H
#define HUIHU_CSODIUM_SHIM_H

#include <sodium.h>

#endif
