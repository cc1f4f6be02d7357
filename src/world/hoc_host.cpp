// SPDX-License-Identifier: BSD-3-Clause
// Names, files and output of the world for hoc.
#include "ranvier/world/hoc_host.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "ranvier/base/error.hpp"
#include "ranvier/world/classes/functions.hpp"
#include "ranvier/world/classes/ref_place.hpp"
#include "ranvier/world/world.hpp"

namespace ranvier::world {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kProperties[] = {"nseg", "L", "Ra", "rallbranch"};

/// h.rates_hh(v): a FUNCTION of a mechanism where setdata said.
hoc::Value call_mechanism(hoc::Interpreter& interpreter, const hoc::Arguments& arguments) {
    auto& world = dynamic_cast<HocHost&>(interpreter.host()).world();
    const auto* function = world.names().find_function(arguments.function());
    if (!function) throw LookupFailure("there is no such function: " + std::string(arguments.function()));
    if (function->kind == FunctionName::Kind::set_data) {
        world.set_data(*function, world.current_sections().require(), arguments.number_or(0, 0.5));
        return 1.0;
    }
    return world.call(*function, World::CallPlace{}, arguments);
}

/// diam_changed: 1 if a shape changed since areas were last computed; what is assigned computes them anew.
class StaleGeometry final : public hoc::NumberPlace {
  public:
    explicit StaleGeometry(World& world) : world_(world) {}
    [[nodiscard]] double get() const override { return world_.model().has_stale_geometry(); }
    void set(double value) override {
        if (value != 0) world_.model().make_geometry_stale();
    }
    [[nodiscard]] double* address(std::size_t) override { return nullptr; }

  private:
    World& world_; // hoc ends with it
};

hoc::Value call_builtin(hoc::Interpreter& interpreter, const hoc::Arguments& arguments) {
    auto& world = dynamic_cast<HocHost&>(interpreter.host()).world();
    return classes::find_function(arguments.function())->call(world, arguments);
}

} // namespace

HocHost::HocHost(World& world) : world_(world) {}
HocHost::~HocHost() = default;

hoc::PlacePtr HocHost::place_of(state::DataRef ref) {
    return std::make_shared<classes::RefPlace>(std::move(ref));
}

const state::DataRef* HocHost::ref_of(hoc::NumberPlace& place) {
    const auto* own = hoc::place_as<classes::RefPlace>(place);
    return own ? &own->ref() : nullptr;
}

std::optional<state::DataRef> HocHost::lasting_ref_of(hoc::NumberPlace& place) {
    if (const auto* own = ref_of(place)) return *own;
    auto memory = place.lasting_memory();
    if (!memory) return std::nullopt;
    state::DataRef out;
    out.numbers = std::make_shared<state::Numbers>(std::move(memory), 1);
    out.path = "a variable of hoc";
    return out;
}

const hoc::HostFunction* HocHost::row_of(std::string_view name, Call call) {
    auto& row = functions_[std::string(name)];
    if (!row) {
        row = std::make_unique<std::pair<std::string, hoc::HostFunction>>();
        row->first = name;
        row->second.name = row->first;
        row->second.call = call;
    }
    return &row->second;
}

/// Builtin classes, then one a point process.
hoc::ClassPtr HocHost::find_class(std::string_view name) {
    if (auto type = world_.classes().find(name)) return type;
    if (const auto it = points_.find(std::string(name)); it != points_.end()) return it->second;
    const auto mechanism = world_.find_mechanism(name);
    if (!mechanism || !mechanism->is_point()) return nullptr;
    return points_[std::string(name)] =
               std::make_shared<PointClass>(world_.weak_from_this(), std::string(name));
}

std::shared_ptr<PointObject> HocHost::object_of(const model::PointPtr& point) {
    return static_cast<PointClass&>(*find_class(point->type()->name())).adopt(point);
}

std::shared_ptr<PointObject> HocHost::find_object(const model::PointProcess& point) const {
    const auto type = points_.find(point.type()->name());
    return type == points_.end() ? nullptr : type->second->find_object(point);
}

hoc::ObjectPtr HocHost::object_of(const model::PointProcess& point) {
    if (auto known = find_object(point)) return known;
    return foreign_ ? foreign_->object_of(point) : nullptr;
}

hoc::ObjectPtr HocHost::cell_of(const model::Section& section) {
    if (const auto made = owned_.find(&section); made != owned_.end()) return made->second.cell.lock();
    return foreign_ ? foreign_->cell_of(section) : nullptr;
}

hoc::HostName HocHost::find(std::string_view name) {
    hoc::HostName out;
    for (std::size_t i = 0; i < std::size(kProperties); ++i)
        if (kProperties[i] == name) {
            out.kind = hoc::HostKind::section_property;
            out.id = static_cast<std::int32_t>(i);
            return out;
        }
    if (name == "diam_changed") {
        out.kind = hoc::HostKind::number;
        out.number = std::make_shared<StaleGeometry>(world_);
        return out;
    }
    if (auto type = find_class(name)) {
        out.kind = hoc::HostKind::class_;
        out.type = std::move(type);
        return out;
    }
    if (const auto* function = classes::find_function(name)) {
        out.kind = hoc::HostKind::function;
        out.function = row_of(function->name, call_builtin);
        return out;
    }
    world_.require_mechanisms();
    if (const auto* constant = classes::find_constant(name)) {
        state::DataRef ref; // programs may assign to it, as to any number
        ref.numbers = std::make_shared<state::Numbers>(1, constant->value(world_));
        ref.path = name;
        out.kind = hoc::HostKind::number;
        out.number = place_of(std::move(ref));
        return out;
    }
    if (const auto* number = world_.names().find_global(name); number && !number->is_array) {
        out.kind = hoc::HostKind::number;
        out.number = place_of(number->ref);
        return out;
    }
    if (const auto* found = world_.find_range(name)) {
        out.kind = hoc::HostKind::range_variable;
        const auto [it, is_new] = id_of_.try_emplace(found, static_cast<std::int32_t>(ranges_.size()));
        if (is_new) ranges_.push_back(found);
        out.id = it->second;
        out.array_size = found->is_array ? found->count : 1;
        return out;
    }
    if (const auto* function = world_.names().find_function(name)) {
        out.kind = hoc::HostKind::function;
        out.function = row_of(function->name, call_mechanism);
        return out;
    }
    if (foreign_) out = foreign_->find(name);
    if (out.kind == hoc::HostKind::none && world_.find_mechanism(name)) out.kind = hoc::HostKind::mechanism;
    if (out.kind == hoc::HostKind::none && name == "_pysec") out.kind = hoc::HostKind::sections;
    return out;
}

std::vector<std::string> HocHost::names() {
    std::vector<std::string> out(std::begin(kProperties), std::end(kProperties));
    const auto add = [&](const std::vector<std::string>& more) {
        out.insert(out.end(), more.begin(), more.end());
    };
    add(world_.names().global_names());
    add(world_.names().range_names());
    add(world_.names().function_names());
    for (const auto* declaration : classes::declarations()) out.emplace_back(declaration->name);
    if (foreign_) add(foreign_->names());
    return out;
}

// output and files -----------------------------------------------------------------------------------------------------------

void HocHost::print_into(const std::string& path) {
    output_ = {nullptr, nullptr};
    if (path.empty()) return;
    access_.require_file("hoc_stdout", path, Access::Use::write);
    output_ = {std::fopen(path.c_str(), "w"), std::fclose};
    if (!output_) throw IoError(ErrorParts{"the file cannot be written", "hoc_stdout", path, {}, {}});
}

void HocHost::print(std::string_view text) {
    if (output_) std::fwrite(text.data(), 1, text.size(), output_.get());
    else if (foreign_) foreign_->print(text);
    else std::fwrite(text.data(), 1, text.size(), stdout);
}
void HocHost::write(std::string_view text) {
    auto& to = world_.classes().output;
    if (to.is_open()) std::fwrite(text.data(), 1, text.size(), to.handle());
    else print(text);
}
void HocHost::print_error(std::string_view text) {
    if (foreign_) foreign_->print_error(text);
    else std::fwrite(text.data(), 1, text.size(), stderr);
}
std::optional<std::string> HocHost::read_line() { return foreign_ ? foreign_->read_line() : std::nullopt; }
void HocHost::poll() {
    if (foreign_) foreign_->poll();
}

SourcePtr HocHost::open(std::string_view name) {
    access_.load("open", name);
    std::ifstream file{std::string(name), std::ios::binary};
    const fs::path path(name);
    if (!file || !(fs::is_regular_file(path) || fs::is_fifo(path))) return nullptr; // a pipe: ranvier <(...)
    std::ostringstream text;
    text << file.rdbuf();
    return std::make_shared<SourceText>(std::string(name), std::move(text).str());
}

/// Here, then along HOC_LIBRARY_PATH (folders separated by ':' or blanks), then in our library.
std::optional<hoc::Host::Library> HocHost::find_library(std::string_view name) {
    std::vector<fs::path> folders{""};
    if (const char* path = std::getenv("HOC_LIBRARY_PATH")) {
        std::string folder;
        for (const char* c = path;; ++c) {
            if (*c != '\0' && *c != ':' && *c != ' ') {
                folder += *c;
                continue;
            }
            if (!folder.empty()) folders.emplace_back(std::move(folder));
            folder.clear();
            if (*c == '\0') break;
        }
    }
    folders.emplace_back(fs::path(world_.runtime().mechanism_directory()).parent_path() / "hoclib");
    for (const auto& folder : folders) {
        const fs::path file = folder / fs::path(name);
        std::error_code error;
        if (!fs::is_regular_file(file, error)) continue;
        access_.load("load_file", file);
        const auto whole = fs::canonical(file, error);
        return Library{whole.string(), whole.parent_path().string(), whole.filename().string()};
    }
    return std::nullopt;
}

std::string HocHost::enter(std::string_view folder) {
    std::error_code error;
    const auto before = fs::current_path(error);
    fs::current_path(fs::path(folder), error);
    if (error)
        throw InputError(
            ErrorParts{"the folder cannot be entered", {}, std::string(folder), {}, error.message()});
    return before.string();
}

} // namespace ranvier::world
