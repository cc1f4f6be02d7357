// SPDX-License-Identifier: BSD-3-Clause
// A small loader for one ELF64 relocatable: sections are laid out in one mapping, relocated, then made
// read-only and executable. It takes what our generator makes (x86-64, position-independent, nothing
// undefined, nothing writable) and refuses the rest; every offset that the file names is checked, since the
// bytes may come from a damaged cache.
//
// Layout of the file format: System V ABI, chapters 4 and 5, and its AMD64 supplement, section 4.4
// (relocation types).
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <elf.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ranvier/base/error.hpp"
#include "ranvier/codegen/native.hpp"

namespace ranvier::codegen {
namespace {

[[noreturn]] void refuse(const std::string& why, const std::string& value = {}) {
    throw IoError(ErrorParts{"cannot load compiled kernel: " + why,
                             {},
                             value,
                             "a position-independent ELF64 x86-64 relocatable without undefined symbols",
                             "the kernel cache may be damaged; delete it"});
}

/// Reads structures out of the bytes; a piece outside them is refused.
class Reader {
  public:
    explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
    template <class T> [[nodiscard]] T at(std::uint64_t offset) const {
        T value;
        std::memcpy(&value, piece(offset, sizeof(T)).data(), sizeof(T));
        return value;
    }
    [[nodiscard]] std::span<const std::uint8_t> piece(std::uint64_t offset, std::uint64_t size) const {
        if (offset > bytes_.size() || size > bytes_.size() - offset) refuse("the file is cut short");
        return bytes_.subspan(offset, size);
    }

  private:
    std::span<const std::uint8_t> bytes_;
};

std::string_view name_in(std::span<const std::uint8_t> strings, std::uint64_t offset) {
    if (offset >= strings.size()) refuse("a name lies outside its table");
    const auto* begin = reinterpret_cast<const char*>(strings.data()) + offset;
    const auto* end = static_cast<const char*>(std::memchr(begin, 0, strings.size() - offset));
    if (end == nullptr) refuse("a name has no end");
    return {begin, static_cast<std::size_t>(end - begin)};
}

std::uint64_t align_up(std::uint64_t value, std::uint64_t alignment) {
    return (value + alignment - 1) / alignment * alignment;
}

constexpr std::uint64_t kLargestImage = 256ULL << 20U; // [byte]

} // namespace

struct LoadedObject::Impl {
    std::uint8_t* base = nullptr;
    std::uint64_t size = 0; // [byte] of the mapping
    std::map<std::string, void*, std::less<>> symbols;

    ~Impl() {
        if (base != nullptr) munmap(base, size);
    }
};

namespace {

class Loader {
  public:
    explicit Loader(std::span<const std::uint8_t> bytes) : file_(bytes) {
        read_sections();
        plan();
    }
    [[nodiscard]] std::uint64_t image_size() const { return image_size_; }
    void place(std::uint8_t* image);
    [[nodiscard]] std::map<std::string, void*, std::less<>> exported(std::uint8_t* image) const;

  private:
    void read_sections();
    void plan();
    void relocate(std::uint8_t* image, const Elf64_Shdr& relocations) const;
    [[nodiscard]] std::uint64_t offset_of(const Elf64_Sym& symbol) const;
    [[nodiscard]] Elf64_Sym symbol(const Elf64_Shdr& table, std::uint64_t index) const;
    [[nodiscard]] const Elf64_Shdr& section(std::uint64_t index) const {
        if (index >= sections_.size()) refuse("a section number is out of range", std::to_string(index));
        return sections_[index];
    }

    static constexpr std::uint64_t kNotLoaded = ~std::uint64_t{0};
    Reader file_;
    std::vector<Elf64_Shdr> sections_;
    std::vector<std::uint64_t> offsets_; // of a section in the image
    std::uint64_t image_size_ = 0;
};

void Loader::read_sections() {
    const auto header = file_.at<Elf64_Ehdr>(0);
    if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) refuse("not an ELF file");
    if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
        header.e_type != ET_REL || header.e_machine != EM_X86_64 || header.e_shentsize != sizeof(Elf64_Shdr))
        refuse("wrong kind of ELF file");
    for (std::uint64_t i = 0; i < header.e_shnum; ++i)
        sections_.push_back(file_.at<Elf64_Shdr>(header.e_shoff + i * sizeof(Elf64_Shdr)));
}

void Loader::plan() {
    offsets_.assign(sections_.size(), kNotLoaded);
    for (std::size_t i = 0; i < sections_.size(); ++i) {
        const auto& s = sections_[i];
        if ((s.sh_flags & SHF_ALLOC) == 0 || s.sh_size == 0) continue;
        if (s.sh_type == SHT_X86_64_UNWIND) continue; // kernels do not throw and are not unwound
        if (s.sh_type != SHT_PROGBITS || (s.sh_flags & (SHF_WRITE | SHF_TLS)) != 0)
            refuse("it has data of its own");
        const auto alignment = s.sh_addralign == 0 ? 1 : s.sh_addralign;
        if ((alignment & (alignment - 1)) != 0 || alignment > 4096)
            refuse("unusual alignment", std::to_string(alignment));
        if (s.sh_size > kLargestImage || image_size_ > kLargestImage) refuse("it is too large");
        offsets_[i] = align_up(image_size_, alignment);
        image_size_ = offsets_[i] + s.sh_size;
    }
    if (image_size_ == 0 || image_size_ > kLargestImage) refuse("it holds no code");
}

Elf64_Sym Loader::symbol(const Elf64_Shdr& table, std::uint64_t index) const {
    if (table.sh_type != SHT_SYMTAB || table.sh_entsize != sizeof(Elf64_Sym) ||
        index >= table.sh_size / sizeof(Elf64_Sym))
        refuse("a symbol number is out of range", std::to_string(index));
    (void)file_.piece(table.sh_offset, table.sh_size);
    return file_.at<Elf64_Sym>(table.sh_offset + index * sizeof(Elf64_Sym));
}

std::uint64_t Loader::offset_of(const Elf64_Sym& s) const {
    if (s.st_shndx == SHN_UNDEF || s.st_shndx >= SHN_LORESERVE) refuse("it has an undefined symbol");
    const auto& home = section(s.st_shndx);
    const auto offset = offsets_[s.st_shndx];
    if (offset == kNotLoaded || s.st_value > home.sh_size) refuse("a symbol lies outside the code");
    return offset + s.st_value;
}

void Loader::relocate(std::uint8_t* image, const Elf64_Shdr& relocations) const {
    if (offsets_[relocations.sh_info] == kNotLoaded) return; // belongs to a section that is not loaded
    const auto& target = section(relocations.sh_info);
    if (relocations.sh_entsize != sizeof(Elf64_Rela)) refuse("relocations have a wrong size");
    (void)file_.piece(relocations.sh_offset, relocations.sh_size);
    for (std::uint64_t i = 0; i < relocations.sh_size / sizeof(Elf64_Rela); ++i) {
        const auto r = file_.at<Elf64_Rela>(relocations.sh_offset + i * sizeof(Elf64_Rela));
        const auto type = ELF64_R_TYPE(r.r_info);
        const auto width = type == R_X86_64_64 || type == R_X86_64_PC64 ? std::uint64_t{8} : std::uint64_t{4};
        if (r.r_offset > target.sh_size || width > target.sh_size - r.r_offset)
            refuse("a relocation lies outside its section");
        auto* place = image + offsets_[relocations.sh_info] + r.r_offset;
        const auto value = reinterpret_cast<std::uint64_t>(image) +
                           offset_of(symbol(section(relocations.sh_link), ELF64_R_SYM(r.r_info))) +
                           static_cast<std::uint64_t>(r.r_addend);
        const auto relative = value - reinterpret_cast<std::uint64_t>(place);
        switch (type) {
        case R_X86_64_PC32:
        case R_X86_64_PLT32: {
            const auto narrow = static_cast<std::int32_t>(static_cast<std::int64_t>(relative));
            if (static_cast<std::int64_t>(relative) != narrow)
                refuse("a relocation does not reach its target");
            std::memcpy(place, &narrow, sizeof narrow);
            break;
        }
        case R_X86_64_64: std::memcpy(place, &value, sizeof value); break;
        case R_X86_64_PC64: std::memcpy(place, &relative, sizeof relative); break;
        default: refuse("unknown relocation", "type " + std::to_string(type));
        }
    }
}

void Loader::place(std::uint8_t* image) {
    for (std::size_t i = 0; i < sections_.size(); ++i) {
        if (offsets_[i] == kNotLoaded) continue;
        const auto bytes = file_.piece(sections_[i].sh_offset, sections_[i].sh_size);
        std::memcpy(image + offsets_[i], bytes.data(), bytes.size());
    }
    for (const auto& s : sections_) {
        if (s.sh_type == SHT_REL) refuse("unknown form of relocations");
        if (s.sh_type != SHT_RELA) continue;
        (void)section(s.sh_info);
        relocate(image, s);
    }
}

std::map<std::string, void*, std::less<>> Loader::exported(std::uint8_t* image) const {
    std::map<std::string, void*, std::less<>> found;
    for (const auto& table : sections_) {
        if (table.sh_type != SHT_SYMTAB) continue;
        const auto& strings = section(table.sh_link);
        const auto text = file_.piece(strings.sh_offset, strings.sh_size);
        for (std::uint64_t i = 1; i < table.sh_size / sizeof(Elf64_Sym); ++i) {
            const auto s = symbol(table, i);
            const auto binding = ELF64_ST_BIND(s.st_info);
            if (binding == STB_LOCAL) continue;
            const auto name = name_in(text, s.st_name);
            if (s.st_shndx == SHN_UNDEF) refuse("it has an undefined symbol", std::string(name));
            if (ELF64_ST_TYPE(s.st_info) == STT_FUNC) found.emplace(name, image + offset_of(s));
        }
    }
    return found;
}

} // namespace

LoadedObject::LoadedObject(const std::vector<std::uint8_t>& object) : impl_(std::make_unique<Impl>()) {
    Loader loader(object);
    const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    const auto size = align_up(loader.image_size(), page);
    void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) refuse("no memory for it", std::to_string(size) + " bytes");
    impl_->base = static_cast<std::uint8_t*>(memory);
    impl_->size = size;
    loader.place(impl_->base);
    impl_->symbols = loader.exported(impl_->base);
    // Never writable and executable at once.
    if (mprotect(memory, size, PROT_READ | PROT_EXEC) != 0)
        refuse("the system does not allow executable memory");
}

LoadedObject::~LoadedObject() = default;

std::size_t LoadedObject::byte_count() const { return impl_->size; }

void* LoadedObject::symbol(const std::string& name) const {
    const auto found = impl_->symbols.find(name);
    if (found == impl_->symbols.end())
        throw LookupFailure(ErrorParts{"compiled kernel has no such symbol", name});
    return found->second;
}

} // namespace ranvier::codegen
