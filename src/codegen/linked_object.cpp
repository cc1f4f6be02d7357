// SPDX-License-Identifier: BSD-3-Clause
// Sections that may be written stand after those that may not, on pages of their own. Every offset that the file names is
// checked: the bytes may come from a damaged cache.
//
// Layout: System V ABI, chapters 4 and 5, and its AMD64 supplement, section 4.4.
#include "linked_object.hpp"

#include <algorithm>
#include <cstring>

#include <elf.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ranvier/base/error.hpp"

extern "C" {
void __register_frame(void*);   // NOLINT: of the compiler's run time
void __deregister_frame(void*); // NOLINT
}

namespace ranvier::codegen {
namespace {

[[noreturn]] void refuse(const std::string& why, const std::string& value = {}) {
    throw IoError(ErrorParts{"cannot load compiled C: " + why,
                             {},
                             value,
                             "an ELF64 x86-64 relocatable",
                             "the kernel cache may be damaged; delete it"});
}

std::uint64_t align_up(std::uint64_t value, std::uint64_t alignment) {
    return (value + alignment - 1) / alignment * alignment;
}

constexpr std::uint64_t kLargestImage = 256ULL << 20U; // [byte]
constexpr std::uint64_t kNotLoaded = ~std::uint64_t{0};

class Linker {
  public:
    Linker(const std::vector<std::uint8_t>& file, const SymbolResolver& resolve)
        : file_(file), resolve_(resolve) {
        read_sections();
        plan();
    }
    void place(std::uint8_t* image) {
        for (std::size_t i = 0; i < sections_.size(); ++i)
            if (offsets_[i] != kNotLoaded && sections_[i].sh_type != SHT_NOBITS)
                std::memcpy(image + offsets_[i], piece(sections_[i].sh_offset, sections_[i].sh_size),
                            sections_[i].sh_size);
        for (const auto& s : sections_) {
            if (s.sh_type == SHT_REL) refuse("unknown form of relocations");
            if (s.sh_type == SHT_RELA && offsets_.at(s.sh_info) != kNotLoaded) relocate(image, s);
        }
        if (missing_.empty()) return;
        std::string names;
        for (const auto& name : missing_) names += (names.empty() ? "" : ", ") + name;
        throw LookupFailure(ErrorParts{"C names functions or numbers that are not there", names, {}, {}, {}});
    }
    [[nodiscard]] std::map<std::string, void*> exported(std::uint8_t* image) {
        std::map<std::string, void*> found;
        for (const auto& table : sections_) {
            if (table.sh_type != SHT_SYMTAB) continue;
            for (std::uint64_t i = 1; i < table.sh_size / sizeof(Elf64_Sym); ++i) {
                const auto s = symbol(table, i);
                if (ELF64_ST_BIND(s.st_info) == STB_LOCAL || s.st_shndx == SHN_UNDEF) continue;
                found.emplace(name_of(table, s), reinterpret_cast<void*>(address(image, table, s)));
            }
        }
        return found;
    }
    /// What may be written, static or not.
    [[nodiscard]] std::vector<LinkedObject::Static> written(std::uint8_t* image) {
        std::vector<LinkedObject::Static> found;
        for (const auto& table : sections_) {
            if (table.sh_type != SHT_SYMTAB) continue;
            for (std::uint64_t i = 1; i < table.sh_size / sizeof(Elf64_Sym); ++i) {
                const auto s = symbol(table, i);
                if (ELF64_ST_TYPE(s.st_info) != STT_OBJECT || s.st_size == 0 || s.st_shndx == SHN_UNDEF ||
                    s.st_shndx >= sections_.size() || offsets_[s.st_shndx] == kNotLoaded)
                    continue;
                const auto at = offsets_[s.st_shndx] + s.st_value;
                if (at < code_end_ || at > image_size_ || s.st_size > image_size_ - at) continue;
                found.push_back({name_of(table, s), image + at, s.st_size, nullptr});
            }
        }
        return found;
    }
    [[nodiscard]] std::vector<std::uint64_t> named(const char* section_name) const {
        std::vector<std::uint64_t> found;
        for (std::size_t i = 0; i < sections_.size(); ++i)
            if (offsets_[i] != kNotLoaded && names_[i].rfind(section_name, 0) == 0) found.push_back(i);
        return found;
    }
    [[nodiscard]] std::uint64_t offset(std::size_t section) const { return offsets_[section]; }
    [[nodiscard]] std::uint64_t bytes(std::size_t section) const { return sections_[section].sh_size; }
    [[nodiscard]] std::uint64_t image_size() const { return image_size_; }
    [[nodiscard]] std::uint64_t code_end() const { return code_end_; }

  private:
    [[nodiscard]] const std::uint8_t* piece(std::uint64_t offset, std::uint64_t size) const {
        if (offset > file_.size() || size > file_.size() - offset) refuse("the file is cut short");
        return file_.data() + offset;
    }
    template <class T> [[nodiscard]] T at(std::uint64_t offset) const {
        T value;
        std::memcpy(&value, piece(offset, sizeof(T)), sizeof(T));
        return value;
    }
    [[nodiscard]] std::string text_at(std::size_t strings, std::uint64_t offset) const {
        if (strings >= sections_.size() || offset >= sections_[strings].sh_size)
            refuse("a name lies outside its table");
        const auto& s = sections_[strings];
        const auto* begin = reinterpret_cast<const char*>(piece(s.sh_offset, s.sh_size)) + offset;
        const auto* end = static_cast<const char*>(std::memchr(begin, 0, s.sh_size - offset));
        if (end == nullptr) refuse("a name has no end");
        return {begin, end};
    }

    void read_sections() {
        const auto header = at<Elf64_Ehdr>(0);
        if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) refuse("not an ELF file");
        if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_type != ET_REL ||
            header.e_machine != EM_X86_64 || header.e_shentsize != sizeof(Elf64_Shdr))
            refuse("wrong kind of ELF file");
        for (std::uint64_t i = 0; i < header.e_shnum; ++i)
            sections_.push_back(at<Elf64_Shdr>(header.e_shoff + i * sizeof(Elf64_Shdr)));
        for (const auto& s : sections_) names_.push_back(text_at(header.e_shstrndx, s.sh_name));
    }

    void plan() {
        offsets_.assign(sections_.size(), kNotLoaded);
        const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
        for (const bool writable : {false, true}) {
            for (std::size_t i = 0; i < sections_.size(); ++i) {
                const auto& s = sections_[i];
                if ((s.sh_flags & SHF_ALLOC) == 0 || ((s.sh_flags & SHF_WRITE) != 0) != writable) continue;
                if ((s.sh_flags & SHF_TLS) != 0) refuse("it has numbers of a thread");
                const auto alignment = std::max<std::uint64_t>(s.sh_addralign, 1);
                if ((alignment & (alignment - 1)) != 0 || alignment > 4096) refuse("unusual alignment");
                if (s.sh_size > kLargestImage || image_size_ > kLargestImage) refuse("it is too large");
                offsets_[i] = align_up(image_size_, alignment);
                // the list of unwind entries ends with a zero word
                image_size_ = offsets_[i] + s.sh_size + (names_[i] == ".eh_frame" ? 8 : 0);
            }
            image_size_ = align_up(image_size_, page);
            if (!writable) code_end_ = image_size_;
        }
        if (image_size_ == 0 || image_size_ > kLargestImage) refuse("it holds no code");
    }

    [[nodiscard]] Elf64_Sym symbol(const Elf64_Shdr& table, std::uint64_t index) const {
        if (table.sh_type != SHT_SYMTAB || index >= table.sh_size / sizeof(Elf64_Sym))
            refuse("a symbol is out of range");
        return at<Elf64_Sym>(table.sh_offset + index * sizeof(Elf64_Sym));
    }
    [[nodiscard]] std::string name_of(const Elf64_Shdr& table, const Elf64_Sym& s) const {
        return text_at(table.sh_link, s.st_name);
    }
    std::uint64_t address(std::uint8_t* image, const Elf64_Shdr& table, const Elf64_Sym& s) {
        if (s.st_shndx == SHN_UNDEF) {
            const auto name = name_of(table, s);
            const bool is_weak = ELF64_ST_BIND(s.st_info) == STB_WEAK;
            if (auto* found = resolve_(name, is_weak)) return reinterpret_cast<std::uint64_t>(found);
            if (!is_weak && std::ranges::find(missing_, name) == missing_.end()) missing_.push_back(name);
            return 0;
        }
        if (s.st_shndx == SHN_ABS) return s.st_value;
        if (s.st_shndx >= sections_.size() || offsets_[s.st_shndx] == kNotLoaded)
            refuse("a symbol lies outside the code");
        return reinterpret_cast<std::uint64_t>(image) + offsets_[s.st_shndx] + s.st_value;
    }

    void relocate(std::uint8_t* image, const Elf64_Shdr& relocations) {
        const auto& target = sections_[relocations.sh_info];
        if (relocations.sh_entsize != sizeof(Elf64_Rela) || relocations.sh_link >= sections_.size())
            refuse("relocations have a wrong form");
        const auto& table = sections_[relocations.sh_link];
        for (std::uint64_t i = 0; i < relocations.sh_size / sizeof(Elf64_Rela); ++i) {
            const auto r = at<Elf64_Rela>(relocations.sh_offset + i * sizeof(Elf64_Rela));
            const auto type = ELF64_R_TYPE(r.r_info);
            const std::uint64_t width = type == R_X86_64_64 || type == R_X86_64_PC64 ? 8 : 4;
            if (r.r_offset > target.sh_size || width > target.sh_size - r.r_offset)
                refuse("a relocation lies outside its section");
            auto* place = image + offsets_[relocations.sh_info] + r.r_offset;
            const auto value = address(image, table, symbol(table, ELF64_R_SYM(r.r_info))) +
                               static_cast<std::uint64_t>(r.r_addend);
            const auto relative = value - reinterpret_cast<std::uint64_t>(place);
            switch (type) {
            case R_X86_64_64: std::memcpy(place, &value, sizeof value); break;
            case R_X86_64_PC64: std::memcpy(place, &relative, sizeof relative); break;
            case R_X86_64_PC32:
            case R_X86_64_PLT32: {
                const auto narrow = static_cast<std::int32_t>(static_cast<std::int64_t>(relative));
                if (static_cast<std::int64_t>(relative) != narrow)
                    refuse("a relocation does not reach its target");
                std::memcpy(place, &narrow, sizeof narrow);
                break;
            }
            default: refuse("unknown relocation", "type " + std::to_string(type));
            }
        }
    }

    const std::vector<std::uint8_t>& file_;
    const SymbolResolver& resolve_;
    std::vector<Elf64_Shdr> sections_;
    std::vector<std::string> names_;
    std::vector<std::uint64_t> offsets_; // of a section in the image
    std::uint64_t image_size_ = 0, code_end_ = 0;
    std::vector<std::string> missing_;
};

} // namespace

LinkedObject::LinkedObject(const std::vector<std::uint8_t>& object, const SymbolResolver& resolve) {
    Linker linker(object, resolve);
    void* memory =
        mmap(nullptr, linker.image_size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) refuse("no memory for it", std::to_string(linker.image_size()) + " bytes");
    base_ = static_cast<std::uint8_t*>(memory);
    size_ = linker.image_size();
    try {
        linker.place(base_);
        symbols_ = linker.exported(base_);
        statics_ = linker.written(base_);
        code_end_ = linker.code_end();
        initial_.assign(base_ + code_end_, base_ + size_);
        if (linker.code_end() != 0 && mprotect(base_, linker.code_end(), PROT_READ | PROT_EXEC) != 0)
            refuse("the system does not allow executable memory");
    } catch (...) {
        munmap(base_, size_);
        throw;
    }
    for (const auto s : linker.named(".eh_frame"))
        if (linker.bytes(s) != 0) frames_.push_back(base_ + linker.offset(s));
    for (auto* frame : frames_) __register_frame(frame);
    for (const auto s : linker.named(".init_array"))
        for (std::uint64_t i = 0; i < linker.bytes(s) / sizeof(void*); ++i) {
            void (*function)() = nullptr;
            std::memcpy(&function, base_ + linker.offset(s) + i * sizeof(void*), sizeof function);
            if (function != nullptr) initialisers_.push_back(function);
        }
}

LinkedObject::~LinkedObject() {
    for (auto* frame : frames_) __deregister_frame(frame);
    munmap(base_, size_);
}

void* LinkedObject::symbol(const std::string& name) const {
    const auto found = symbols_.find(name);
    if (found == symbols_.end()) throw LookupFailure(ErrorParts{"compiled C has no such symbol", name});
    return found->second;
}

std::vector<LinkedObject::Static> LinkedObject::statics() const {
    auto out = statics_;
    for (auto& one : out) one.initial = initial_.data() + (one.address - base_ - code_end_);
    return out;
}

void LinkedObject::initialise() {
    for (auto* function : initialisers_) function();
    initialisers_.clear();
}

} // namespace ranvier::codegen
