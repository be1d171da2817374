#ifndef HUIHU_CXLSXWRITER_SHIM_H
#define HUIHU_CXLSXWRITER_SHIM_H

#include <xlsxwriter.h>

#endif
