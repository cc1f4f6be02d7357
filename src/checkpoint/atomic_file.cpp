// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/checkpoint/atomic_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ranvier/base/error.hpp"

namespace ranvier::checkpoint {

namespace {

[[noreturn]] void fail(const std::string& what, const std::string& path, int error) {
    throw IoError(ErrorParts{what, path, std::strerror(error), {}, {}});
}

class Descriptor {
  public:
    explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
    ~Descriptor() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const { return descriptor_; }
    [[nodiscard]] int close() {
        const int result = ::close(descriptor_);
        descriptor_ = -1;
        return result;
    }

  private:
    int descriptor_;
};

/// Goes away unless it was renamed.
class Unfinished {
  public:
    explicit Unfinished(std::string path) : path_(std::move(path)) {}
    ~Unfinished() {
        if (!path_.empty()) ::unlink(path_.c_str());
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    void finished() { path_.clear(); }

  private:
    std::string path_;
};

int write_all(int descriptor, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            return errno;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return 0;
}

} // namespace

void write_atomically(const std::string& path, std::span<const std::byte> bytes) {
    // through a link to the file that it names, so that the link stays
    std::string target = path;
    if (char* real = ::realpath(path.c_str(), nullptr)) {
        target = real;
        ::free(real); // NOLINT: of realpath
    }
    struct stat known{};
    const bool is_there = ::stat(target.c_str(), &known) == 0;
    if (is_there && S_ISDIR(known.st_mode)) fail("a file cannot be written here", path, EISDIR);
    if (is_there && !S_ISREG(known.st_mode)) {
        Descriptor file(::open(target.c_str(), O_WRONLY | O_CLOEXEC));
        if (file.get() < 0) fail("the file cannot be opened to write", path, errno);
        if (const int error = write_all(file.get(), bytes)) fail("the file cannot be written", path, error);
        return;
    }
    if (is_there && ::access(target.c_str(), W_OK) != 0)
        fail("the file cannot be opened to write", path, errno);
    const auto slash = target.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : target.substr(0, slash + 1);
    std::string name = target + ".XXXXXX";
    Descriptor file(::mkstemp(name.data()));
    if (file.get() < 0) fail("the file cannot be made", path, errno);
    Unfinished unfinished(name);
    if (const int error = write_all(file.get(), bytes)) fail("the file cannot be written", path, error);
    constexpr mode_t kUsual = 0666;
    const mode_t mask = ::umask(0);
    ::umask(mask);
    if (::fchmod(file.get(), is_there ? known.st_mode & 07777 : kUsual & ~mask) != 0)
        fail("the file cannot be given its mode", path, errno);
    if (::fsync(file.get()) != 0) fail("the file cannot be brought to the disk", path, errno);
    if (file.close() != 0) fail("the file cannot be written", path, errno);
    if (::rename(name.c_str(), target.c_str()) != 0) fail("the file cannot be put in its place", path, errno);
    unfinished.finished();
    const Descriptor place(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (place.get() >= 0) static_cast<void>(::fsync(place.get())); // some file systems know no such thing
}

std::vector<std::byte> read_file(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) fail("the file cannot be read", path, errno);
    std::vector<std::byte> out;
    struct stat known{};
    if (::fstat(file.get(), &known) == 0 && S_ISDIR(known.st_mode))
        fail("the file cannot be read", path, EISDIR);
    constexpr std::size_t kPiece = std::size_t{1} << 16U, kMost = std::size_t{1} << 40U;
    if (S_ISREG(known.st_mode) && known.st_size > 0) out.reserve(static_cast<std::size_t>(known.st_size) + 1);
    for (;;) {
        const auto had = out.size();
        if (had > kMost) fail("the file is too large", path, EFBIG);
        out.resize(std::max(had + kPiece, out.capacity()));
        const auto got = ::read(file.get(), out.data() + had, out.size() - had);
        if (got < 0 && errno != EINTR) fail("the file cannot be read", path, errno);
        out.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got == 0) return out;
    }
}

} // namespace ranvier::checkpoint
