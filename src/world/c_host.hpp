// SPDX-License-Identifier: BSD-3-Clause
// What C in mechanisms of one world finds outside itself: output, the arguments of the call, objects of the interpreter.
#pragma once

#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ranvier/base/error.hpp"
#include "ranvier/codegen/c_kernels.hpp"
#include "ranvier/world/call_arguments.hpp"
#include "ranvier/world/random.hpp"

namespace ranvier::world {

class World;

/// An object of the interpreter as C knows it: the first three members stand where C looks for them.
struct CObject {
    int use_count = 1;
    int index = 0;
    void* thing = nullptr; ///< u.this_pointer
    void* unused[7] = {};
    std::string name; ///< "Vector[0]"
};

/// A name as C knows it, with the members that such C reads.
struct CSymbol {
    const char* text = nullptr; ///< `name` as C sees it
    short type = 0, subtype = 0, is_public = 0, is_made_up = 0;
    double* number = nullptr; ///< u.pval; null for a function
    void* unused[4] = {};
    std::string name;
};

/// What C reaches in its world by name.
struct COutside {
    std::function<double*(const std::string& name)> number;    ///< null if there is none
    std::function<bool(const std::string& name)> has_function; ///< of a mechanism
    std::function<double(const std::string& name, const std::vector<double>& arguments)> call;
};

/// One a world; used by the thread that runs it.
class CHost {
  public:
    /// While it lives, C sees these arguments.
    class Arguments {
      public:
        Arguments(CHost& host, const CallArguments& arguments);
        ~Arguments();
        Arguments(const Arguments&) = delete;
        Arguments& operator=(const Arguments&) = delete;

      private:
        CHost& host_;
        const CallArguments* before_;
        std::deque<double> numbers_before_;
        std::deque<std::string> texts_before_;
    };

    /// The host of the C that runs in this thread.
    [[nodiscard]] static CHost& running();

    /// What codegen needs to know of it; the host must outlive its units.
    [[nodiscard]] codegen::CHost connection();

    void print(std::string_view text) const;
    void set_output(std::function<void(std::string_view)> output) { output_ = std::move(output); }
    /// Throws what ended C since the last call, if anything did; the engine's error knows instance and time.
    void rethrow(const ErrorParts& engine = {});
    [[nodiscard]] bool has_error() const noexcept { return error_ != nullptr; }

    // methods of Vector that C brings (install_vector_method)
    using VectorMethod = double (*)(void* vector);
    void install(const std::string& name, VectorMethod method);
    void set_on_method(std::function<void(const std::string& name)> told) { on_method_ = std::move(told); }
    /// Throws LookupFailure if nobody installed it.
    [[nodiscard]] double call_method(const std::string& name, const state::NumbersPtr& vector,
                                     const CallArguments& arguments);

    // arguments, from 1 as C counts
    [[nodiscard]] const CallArguments& arguments(const char* asking) const;
    [[nodiscard]] int argument_count() const { return arguments_ ? arguments_->count() : 0; }
    [[nodiscard]] double* number(int position, const char* asking);
    [[nodiscard]] char* text(int position, const char* asking);
    /// Objects whose addresses C holds live as long as the world: C may have kept them.
    [[nodiscard]] state::Numbers* keep(state::NumbersPtr vector);
    [[nodiscard]] Random* keep(std::shared_ptr<Random> random);
    /// Where C finds "the object" behind something that it was given: a place that stays.
    [[nodiscard]] void** object_of(void* thing, const char* kind);

    void set_outside(COutside outside) { outside_ = std::move(outside); }
    [[nodiscard]] const COutside& outside() const { return outside_; }
    [[nodiscard]] CSymbol* symbol(const std::string& name);       ///< null if the world knows no such name
    [[nodiscard]] std::vector<double>& stack() { return stack_; } ///< of hoc_pushx
    [[nodiscard]] std::vector<void*>& thread_results() { return thread_results_; }

    /// The C of a mechanism; null if none of it has been loaded and `make` is false.
    std::function<codegen::CUnit*(const mir::Mechanism& mechanism, bool make)> find_unit;

    /// Streams that C made and has not deleted; they end with the world.
    std::unordered_map<const void*, std::unique_ptr<RandomStream>> streams;
    [[nodiscard]] const auto& randoms() const { return randoms_; } ///< that C was given, by address
    [[nodiscard]] const auto& vectors() const { return vectors_; }

    std::uint32_t ran4_low = 0;     ///< mcell_ran4_init, of C and of programs alike
    std::uint32_t single_index = 0; ///< of KSChans' single channels: where their sequence stands
    double single_resolution = 0.1; ///< how near two v are the same to them [mV]
    std::uint32_t global_index = 0; ///< of nrnran123 streams

  private:
    void check_position(int position, const char* asking) const;

    std::function<void(std::string_view)> output_;
    std::function<void(const std::string&)> on_method_;
    std::map<std::string, VectorMethod> methods_;
    const CallArguments* arguments_ = nullptr;
    std::deque<double> numbers_; // addresses stay
    std::deque<std::string> texts_;
    std::unordered_map<const void*, state::NumbersPtr> vectors_;
    std::unordered_map<const void*, std::shared_ptr<Random>> randoms_;
    struct KeptObject {
        CObject object;
        void* place = nullptr;
    };
    std::unordered_map<const void*, std::unique_ptr<KeptObject>> objects_;
    std::map<std::string, int, std::less<>> object_counts_; // by kind
    COutside outside_;
    std::map<std::string, std::unique_ptr<CSymbol>> symbols_;
    std::vector<double> stack_;
    std::vector<void*> thread_results_;
    std::exception_ptr error_;
};

/// The names of a world, which outlives what is returned.
[[nodiscard]] COutside outside_of(World& world);

/// An error that ended C is told instead of the engine's word that some kernel failed.
template <class Work> auto told_by(CHost& host, Work&& work) {
    try {
        return work();
    } catch (const Error& error) {
        host.rethrow(error.parts());
        throw;
    } catch (...) {
        host.rethrow();
        throw;
    }
}

/// Functions by the names under which C calls them.
using CFunctions = std::map<std::string, void*, std::less<>>;
void add_argument_functions(CFunctions& functions);
void add_object_functions(CFunctions& functions);
void add_vector_functions(CFunctions& functions);
void add_random_functions(CFunctions& functions);
void add_output_functions(CFunctions& functions);

template <class F> void* c_address(F* function) { return reinterpret_cast<void*>(function); }

} // namespace ranvier::world
