/* SPDX-License-Identifier: BSD-3-Clause
 * What C in mechanisms may use. Read before every such text, as C++17 or as C of 1989; there are no other headers: all names that
 * such files include lead here. Functions of the simulator have no parameter lists in C, so that old declarations of them agree.
 */
#ifndef RANVIER_C_H
#define RANVIER_C_H

#ifdef __cplusplus
#define RV_P(parameters) parameters
#define RV_ENTRY extern "C" __attribute__((used))
#define NULL __null
extern "C" {
#else
#define RV_P(parameters) ()
#define RV_ENTRY
#define NULL ((void*)0)
#endif
#define RV_ENTRY_DATA

/* types and limits */
typedef __SIZE_TYPE__ size_t;
typedef __PTRDIFF_TYPE__ ptrdiff_t;
typedef long ssize_t;
typedef signed char int8_t;
typedef unsigned char uint8_t;
typedef short int16_t;
typedef unsigned short uint16_t;
typedef int int32_t;
typedef unsigned int uint32_t;
typedef long int64_t;
typedef unsigned long uint64_t;
typedef long intptr_t;
typedef unsigned long uintptr_t;
typedef unsigned int uint;
typedef unsigned short ushort;
typedef unsigned long ulong;
typedef unsigned char u_char;
typedef unsigned int u_int;
typedef unsigned short u_short;
typedef unsigned long u_long;
typedef unsigned char u_int8_t;
typedef unsigned short u_int16_t;
typedef unsigned int u_int32_t;
typedef unsigned long u_int64_t;
typedef int pid_t;
typedef long off_t;
typedef __builtin_va_list va_list;
#define va_start(list, last) __builtin_va_start(list, last)
#define va_arg(list, type) __builtin_va_arg(list, type)
#define va_end(list) __builtin_va_end(list)
#define offsetof(type, member) __builtin_offsetof(type, member)
#define CHAR_BIT 8
#define CHAR_MAX 127
#define CHAR_MIN (-128)
#define UCHAR_MAX 255
#define SHRT_MAX 32767
#define SHRT_MIN (-32768)
#define USHRT_MAX 65535
#define INT_MAX 2147483647
#define INT_MIN (-INT_MAX - 1)
#define UINT_MAX 4294967295U
#define LONG_MAX 9223372036854775807L
#define LONG_MIN (-LONG_MAX - 1L)
#define ULONG_MAX 18446744073709551615UL
#define LLONG_MAX LONG_MAX
#define MAXINT INT_MAX
#define MAXLONG LONG_MAX
#define PATH_MAX 4096
#define DBL_MAX 1.7976931348623157e308
#define DBL_MIN 2.2250738585072014e-308
#define DBL_EPSILON 2.2204460492503131e-16
#define DBL_DIG 15
#define FLT_MAX 3.40282347e38F
#define FLT_MIN 1.17549435e-38F
#define FLT_EPSILON 1.19209290e-7F
#define MAXDOUBLE DBL_MAX
#define MINDOUBLE DBL_MIN
#define MAXFLOAT FLT_MAX

/* assert.h, errno.h, signal.h */
void rv_assert_failed(const char* text, const char* file, int line);
#ifdef NDEBUG
#define assert(condition) ((void)0)
#else
#define assert(condition) ((condition) ? (void)0 : rv_assert_failed(#condition, __FILE__, __LINE__))
#endif
int* __errno_location(void);
#define errno (*__errno_location())
#define EINTR 4
#define ENOMEM 12
#define EDOM 33
#define ERANGE 34
#define EEXIST 17
#define ENOENT 2
#define EINVAL 22
#define SIGHUP 1
#define SIGINT 2
#define SIGQUIT 3
#define SIGABRT 6
#define SIGKILL 9
#define SIGUSR1 10
#define SIGUSR2 12
#define SIGPIPE 13
#define SIGALRM 14
#define SIGCHLD 17
#define SIGFPE 8
#define SIGSEGV 11
#define SIGTERM 15
#define SIG_DFL ((void (*)(int))0)
#define SIG_IGN ((void (*)(int))1)
int raise(int);

/* math.h */
#define M_PI 3.14159265358979323846
#define M_PI_2 1.57079632679489661923
#define M_PI_4 0.78539816339744830962
#define M_1_PI 0.31830988618379067154
#define M_2_PI 0.63661977236758134308
#define M_E 2.7182818284590452354
#define M_LN2 0.69314718055994530942
#define M_LN10 2.30258509299404568402
#define M_LOG2E 1.4426950408889634074
#define M_LOG10E 0.43429448190325182765
#define M_SQRT2 1.41421356237309504880
#define M_SQRT1_2 0.70710678118654752440
#define HUGE_VAL __builtin_huge_val()
#define INFINITY __builtin_inff()
#define NAN __builtin_nanf("")
#define isnan(x) __builtin_isnan(x)
#define isinf(x) __builtin_isinf_sign(x)
#define isfinite(x) __builtin_isfinite(x)
#define signbit(x) __builtin_signbit(x)
#define HUGE MAXFLOAT
double acos(double), asin(double), atan(double), atan2(double, double), cos(double), sin(double), tan(double);
double cosh(double), sinh(double), tanh(double), acosh(double), asinh(double), atanh(double);
double exp(double), exp2(double), expm1(double), log(double), log10(double), log1p(double), log2(double),
    logb(double);
double pow(double, double), sqrt(double), cbrt(double), hypot(double, double), fabs(double), ceil(double),
    floor(double);
double fmod(double, double), modf(double, double*), frexp(double, int*), ldexp(double, int), rint(double),
    round(double);
double trunc(double), nearbyint(double), remainder(double, double), copysign(double, double),
    fmax(double, double);
double fmin(double, double), fdim(double, double), fma(double, double, double), nextafter(double, double);
double erf(double), erfc(double), tgamma(double), lgamma(double), j0(double), j1(double), jn(int, double);
double y0(double), y1(double), yn(int, double);
float sqrtf(float), fabsf(float), expf(float), logf(float), powf(float, float), sinf(float), cosf(float),
    floorf(float);
float ceilf(float), fmodf(float, float);
long lrint(double), lround(double);

/* stdlib.h */
#define RAND_MAX 2147483647
#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
void* malloc(size_t);
void* calloc(size_t, size_t);
void* realloc(void*, size_t);
void free(void*);
int rand(void);
void srand(unsigned);
long random(void);
void srandom(unsigned);
double drand48(void), erand48(unsigned short*);
long lrand48(void), mrand48(void);
void srand48(long);
double atof(const char*), strtod(const char*, char**);
int atoi(const char*);
long atol(const char*), strtol(const char*, char**, int);
unsigned long strtoul(const char*, char**, int);
int abs(int);
long labs(long);
void qsort(void*, size_t, size_t, int (*)(const void*, const void*));
void* bsearch(const void*, const void*, size_t, size_t, int (*)(const void*, const void*));
char* getenv(const char*);
int system(const char*);
void exit(int), abort(void), _exit(int);
int atexit(void (*)(void));
#define alloca(size) __builtin_alloca(size)

/* string.h, strings.h, ctype.h */
void *memcpy(void*, const void*, size_t), *memmove(void*, const void*, size_t), *memset(void*, int, size_t);
int memcmp(const void*, const void*, size_t), strcmp(const char*, const char*),
    strncmp(const char*, const char*, size_t);
int strcasecmp(const char*, const char*), strncasecmp(const char*, const char*, size_t);
size_t strlen(const char*), strspn(const char*, const char*), strcspn(const char*, const char*);
char *strcpy(char*, const char*), *strncpy(char*, const char*, size_t), *strcat(char*, const char*);
char *strncat(char*, const char*, size_t), *strdup(const char*), *strtok(char*, const char*), *strerror(int);
char *strchr(const char*, int), *strrchr(const char*, int), *strstr(const char*, const char*),
    *strpbrk(const char*, const char*);
void bzero(void*, size_t);
int isalpha(int), isdigit(int), isalnum(int), isspace(int), isupper(int), islower(int), ispunct(int),
    isprint(int);
int toupper(int), tolower(int);

/* stdio.h: what goes to stdout goes to the interpreter's output */
typedef struct _IO_FILE FILE;
extern FILE *stdin, *stdout, *stderr;
#define EOF (-1)
#define BUFSIZ 8192
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
int printf(const char*, ...), fprintf(FILE*, const char*, ...), sprintf(char*, const char*, ...);
int snprintf(char*, size_t, const char*, ...), vprintf(const char*, va_list),
    vfprintf(FILE*, const char*, va_list);
int vsprintf(char*, const char*, va_list), vsnprintf(char*, size_t, const char*, va_list);
int scanf(const char*, ...), fscanf(FILE*, const char*, ...), sscanf(const char*, const char*, ...);
int puts(const char*), putchar(int), fputs(const char*, FILE*), fputc(int, FILE*), putc(int, FILE*),
    fgetc(FILE*);
int getc(FILE*), getchar(void), ungetc(int, FILE*), fclose(FILE*), fflush(FILE*), feof(FILE*), ferror(FILE*);
int fseek(FILE*, long, int), remove(const char*), rename(const char*, const char*), pclose(FILE*),
    fileno(FILE*);
long ftell(FILE*);
void rewind(FILE*), perror(const char*), clearerr(FILE*);
char* fgets(char*, int, FILE*);
size_t fread(void*, size_t, size_t, FILE*), fwrite(const void*, size_t, size_t, FILE*);
FILE *fopen(const char*, const char*), *freopen(const char*, const char*, FILE*),
    *popen(const char*, const char*);
FILE *tmpfile(void), *fdopen(int, const char*);

/* time.h, sys/time.h, unistd.h */
typedef long time_t, clock_t;
#define CLOCKS_PER_SEC 1000000L
struct tm {
    int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst;
    long tm_gmtoff;
    const char* tm_zone;
};
struct timeval {
    long tv_sec, tv_usec;
};
struct timespec {
    long tv_sec, tv_nsec;
};
struct timezone {
    int tz_minuteswest, tz_dsttime;
};
time_t time(time_t*), mktime(struct tm*);
clock_t clock(void);
double difftime(time_t, time_t);
char *ctime(const time_t*), *asctime(const struct tm*);
struct tm *localtime(const time_t*), *gmtime(const time_t*);
size_t strftime(char*, size_t, const char*, const struct tm*);
#ifdef __cplusplus
int gettimeofday(struct timeval*, void*);
#else
int gettimeofday();
#endif
#define F_OK 0
#define X_OK 1
#define W_OK 2
#define R_OK 4
pid_t getpid(void), getppid(void);
int usleep(unsigned), isatty(int), access(const char*, int), unlink(const char*), close(int);
unsigned sleep(unsigned);
char* getcwd(char*, size_t);

/* pthread.h: a thread runs at once, before pthread_create returns */
#define PTHREAD_CREATE_JOINABLE 0
#define PTHREAD_CREATE_DETACHED 1
#define PTHREAD_MUTEX_INITIALIZER {{0}}
typedef unsigned long pthread_t;
typedef struct {
    long rv_space[8];
} pthread_attr_t, pthread_mutex_t, pthread_mutexattr_t, pthread_cond_t;
int pthread_create(pthread_t*, const pthread_attr_t*, void*(*)(void*), void*),
    pthread_join(pthread_t, void**);
int pthread_mutex_init(pthread_mutex_t*, const pthread_mutexattr_t*), pthread_mutex_lock(pthread_mutex_t*);
int pthread_mutex_unlock(pthread_mutex_t*), pthread_mutex_destroy(pthread_mutex_t*),
    pthread_attr_init(pthread_attr_t*);
int pthread_attr_setdetachstate(pthread_attr_t*, int), pthread_attr_destroy(pthread_attr_t*);
int pthread_cond_wait(pthread_cond_t*, pthread_mutex_t*);
void pthread_exit(void*);

/* --- the simulator ------------------------------------------------------------------------------------------------------- */
#define NRN_VERSION_MAJOR 9
#define NRN_VERSION_MINOR 0
#define NRN_VERSION_PATCH 2
#define NRN_VERSION_GTEQ_8_2_0
#define NRN_VERSION_GTEQ(major, minor, patch)                                                                \
    ((9 > (major)) || (9 == (major) && 0 > (minor)) || (9 == (major) && 0 == (minor) && 2 >= (patch)))
#define NRN_VERSION_EQ(major, minor, patch) (9 == (major) && 0 == (minor) && 2 == (patch))
#define NRN_VERSION_GT(major, minor, patch)                                                                  \
    (NRN_VERSION_GTEQ(major, minor, patch) && !NRN_VERSION_EQ(major, minor, patch))
#define NRN_VERSION_LT(major, minor, patch) (!NRN_VERSION_GTEQ(major, minor, patch))
#define NRN_VERSION_LTEQ(major, minor, patch) (!NRN_VERSION_GT(major, minor, patch))
#define NRN_VERSION_NE(major, minor, patch) (!NRN_VERSION_EQ(major, minor, patch))
#define _threadargs_
#define _threadargscomma_
/* The functions of a file take no such arguments, but lists of parameters may end in a comma before this. */
#ifdef __cplusplus
#define _threadargsproto_ void* = 0
#else
#define _threadargsproto_ void* ranvier_unused
#endif
#define _threadargsprotocomma_
#define _internalthreadargs_
#define _internalthreadargsproto_
#define NRNTHREAD 1
#define NULLJS

typedef struct Object { /* of a Vector or Random that C was given */
    int refcount, index;
    union {
        void *this_pointer, *dataspace;
    } u;
    void* rv_rest[7];
} Object;
typedef struct Symbol { /* a number or function, as hoc_lookup gives it */
    char* name;
    short type, subtype, cpublic, defined_on_the_fly;
    union {
        double *pval, *pnum;
        void* u_proc;
    } u;
    void* rv_rest[4];
} Symbol;
typedef struct Section Section;
typedef struct Node Node;
typedef struct Prop Prop;
typedef struct Memb_list Memb_list;
typedef struct IvocVect IvocVect;
typedef struct Rand Rand;
typedef struct nrnran123_State nrnran123_State;
typedef struct Point_process {
    Section* sec;
    Node* node;
    Prop* prop;
    Object* ob;
    void *presyn_, *nvi_, *_vnt;
} Point_process;
typedef union Datum {
    double val, *pval;
    int i;
    void* _pvoid;
} Datum;
typedef struct NrnThread {
    double _t, _dt, cj;
    int id, end, ncell;
} NrnThread;
typedef struct nrnran123_array4x32 {
    uint32_t v[4];
} nrnran123_array4x32;

/* arguments of the call from the interpreter */
int ifarg RV_P((int)), hoc_ifarg RV_P((int)), hoc_is_double_arg RV_P((int)), hoc_is_str_arg RV_P((int));
int hoc_is_object_arg RV_P((int)), hoc_is_pdouble_arg RV_P((int)), hoc_is_tempobj_arg RV_P((int)),
    hoc_argtype RV_P((int));
double *getarg RV_P((int)), *hoc_getarg RV_P((int)), *hoc_pgetarg RV_P((int));
double chkarg RV_P((int, double, double));
char *gargstr RV_P((int)), *hoc_gargstr RV_P((int)), **hoc_pgargstr RV_P((int));
Object **hoc_objgetarg RV_P((int)), **hoc_objpop RV_P((void));
Object* hoc_obj_arg RV_P((int));
FILE* hoc_obj_file_arg RV_P((int));
int hoc_is_list_arg RV_P((int)), is_obj_type RV_P((void*, const char*));
void hoc_execerror RV_P((const char*, const char*)), hoc_warning RV_P((const char*, const char*));
void hoc_execerr_ext(const char*, ...);
void hoc_retpushx RV_P((double)), hoc_ret RV_P((void)), hoc_pushx RV_P((double));
double hoc_call_func RV_P((void*, int)), *hoc_val_pointer RV_P((const char*)), hoc_ac_get RV_P((void));
Symbol *hoc_lookup RV_P((const char*)), *hoc_get_symbol RV_P((const char*));
int hoc_obj_run RV_P((const char*, void*)), hoc_oc RV_P((const char*)),
    hoc_valid_stmt RV_P((const char*, void*));
char *hoc_object_name RV_P((Object*)), *hoc_obj_name RV_P((Object*));
void hoc_notify_iv RV_P((void)), hoc_pushobj RV_P((Object**));
int nrn_mlh_gsort RV_P((double*, int*, int, int (*)(double, double)));
void hoc_obj_ref RV_P((void*)), hoc_obj_unref RV_P((void*));
int ivoc_list_count RV_P((Object*));
Object* ivoc_list_item RV_P((Object*, int));
void* emalloc RV_P((size_t));
void *ecalloc RV_P((size_t, size_t)), *erealloc RV_P((void*, size_t)), *hoc_Emalloc RV_P((size_t));
void *hoc_Ecalloc RV_P((size_t, size_t)), *hoc_Erealloc RV_P((void*, size_t));
void hoc_malchk RV_P((void)), nrn_prterr RV_P((const char*));

/* Vector */
#ifdef __cplusplus
IvocVect *vector_arg(int), *vector_new1(int), *vector_new(int, void*), *vector_new0(void);
#else
void *vector_arg(), *vector_new1(), *vector_new(), *vector_new0();
#endif
double* vector_vec RV_P((void*));
int vector_capacity RV_P((void*)), vector_buffer_size RV_P((void*)), is_vector_arg RV_P((int));
#ifdef __cplusplus
int vector_instance_px(void*, double**), vector_arg_px(int, double**);
#else
int vector_instance_px(), vector_arg_px();
#endif
void vector_resize RV_P((void*, int)), vector_append RV_P((void*, double)), vector_delete RV_P((void*));
Object** vector_pobj RV_P((void*));
char* vector_get_label RV_P((void*));
void install_vector_method RV_P((const char*, double (*)(void*)));

/* random numbers */
#ifdef __cplusplus
Rand* nrn_random_arg(int);
#else
void* nrn_random_arg();
#endif
double nrn_random_pick RV_P((void*));
void nrn_random_reset RV_P((void*)), nrn_set_random_sequence RV_P((void*, long));
long nrn_get_random_sequence RV_P((void*));
#ifdef __cplusplus
int nrn_random_isran123(void*, uint32_t*, uint32_t*, uint32_t*),
    nrn_random123_getseq(void*, uint32_t*, char*);
int nrn_random123_setseq(void*, uint32_t, char), nrn_random123_setids(void*, uint32_t, uint32_t, uint32_t);
nrnran123_State *nrnran123_newstream(uint32_t, uint32_t), *nrnran123_newstream3(uint32_t, uint32_t, uint32_t);
void nrnran123_deletestream(nrnran123_State*), nrnran123_getseq(nrnran123_State*, uint32_t*, char*);
void nrnran123_setseq(nrnran123_State*, uint32_t, char),
    nrnran123_getids(nrnran123_State*, uint32_t*, uint32_t*);
void nrnran123_getids3(nrnran123_State*, uint32_t*, uint32_t*, uint32_t*);
void nrnran123_setids(nrnran123_State*, uint32_t, uint32_t, uint32_t), nrnran123_set_globalindex(uint32_t);
uint32_t nrnran123_ipick(nrnran123_State*), nrnran123_get_globalindex(void);
double nrnran123_dblpick(nrnran123_State*), nrnran123_negexp(nrnran123_State*),
    nrnran123_normal(nrnran123_State*);
double nrnran123_uint2dbl(uint32_t);
nrnran123_array4x32 nrnran123_iran(uint32_t, uint32_t, uint32_t),
    nrnran123_iran3(uint32_t, uint32_t, uint32_t, uint32_t);
double mcell_ran4(uint32_t*, double*, unsigned, double), nrnRan4dbl(uint32_t*, uint32_t),
    ranvier_single_uniform(void), ranvier_single_resolution(void);
uint32_t mcell_iran4(uint32_t*), nrnRan4int(uint32_t*, uint32_t);
void mcell_ran4_init(uint32_t);
double scop_random(void);
#else
int nrn_random_isran123(), nrn_random123_getseq(), nrn_random123_setseq(), nrn_random123_setids();
void *nrnran123_newstream(), *nrnran123_newstream3();
void nrnran123_deletestream(), nrnran123_getseq(), nrnran123_setseq(), nrnran123_getids(),
    nrnran123_getids3();
void nrnran123_setids(), nrnran123_set_globalindex(), mcell_ran4_init();
uint32_t nrnran123_ipick(), nrnran123_get_globalindex(), mcell_iran4(), nrnRan4int();
double nrnran123_dblpick(), nrnran123_negexp(), nrnran123_normal(), nrnran123_uint2dbl(), mcell_ran4(),
    nrnRan4dbl(), ranvier_single_uniform(), ranvier_single_resolution();
double scop_random();
#endif
double exprand RV_P((double)), normrand RV_P((double, double)), poisrand RV_P((double));
void set_seed RV_P((double));

/* events of this instance; the handles say nothing, they are always those of the instance that runs */
void net_send RV_P((void*, double*, void*, double, double)), net_event RV_P((void*, double));
void net_move RV_P((void*, void*, double)), artcell_net_send RV_P((void*, double*, void*, double, double));
void nrn_net_send RV_P((void*, double*, void*, double, double)), nrn_net_event RV_P((void*, double));

extern int stoprun;
extern int cvode_active_;
extern double hoc_epsilon;
extern int nrn_netrec_state_adjust;
extern double hoc_ac_;

/* --- what printed code asks of its host --------------------------------------------------------------------------------- */
struct RvTable;
struct rv_frame {
    /* names that no macro of a variable can change */
    const struct RvTable* const* rv_tables;
    const volatile int* rv_stop;
    double rv_v;  /* of the node as the running block sees it [mV] */
    int rv_block; /* the VERBATIM that was entered last */
    struct NrnThread rv_thread;
    struct Point_process rv_point;
    void* rv_event;
};
double rv_math(int, double, double);
double rv_service(int, int, const double*);
double rv_table_position(const struct RvTable*, double);
double rv_table_value(const struct RvTable*, long long, double);
void rv_net_send(double, double), rv_net_event(double), rv_net_move(double);
double rv_refused(int block);
void rv_interrupted(void);
void rv_fail(int status, unsigned begin, unsigned end);
double* rv_index_fault(long long index, unsigned begin, unsigned end);
double* rv_pointer_fault(unsigned begin, unsigned end);

#ifdef __cplusplus
}
#endif
#endif
