// SPDX-License-Identifier: BSD-3-Clause
// What the code of mechanisms asks of its world while it runs: printed text, random numbers, functions given as data.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ranvier/base/error.hpp"
#include "ranvier/math/random_streams.hpp"
#include "ranvier/mir/mechanism.hpp"

namespace ranvier::engine {

/// The data of one FUNCTION_TABLE: a constant, a curve, or a surface; linear in between, clamped at its ends. May be changed
/// between runs, at any time that no run is under way.
class FunctionTableData {
  public:
    explicit FunctionTableData(int parameter_count = 1) : parameter_count_(parameter_count) {}

    /// One value for all arguments.
    void set_constant(double value);
    /// A curve through (x[i], y[i]); x rises. Throws InputError.
    void set_curve(std::vector<double> y, std::vector<double> x);
    /// A curve over equidistant x from `low` to `high`.
    void set_curve(std::vector<double> y, double low, double high);
    /// A surface: `values` holds rows one after the other, a row for each place on the first axis. Both axes are equidistant.
    void set_surface(std::vector<double> values, std::size_t rows, std::size_t columns, double low1,
                     double high1, double low2, double high2);
    void clear() { kind_ = Kind::unset; }

    [[nodiscard]] bool is_set() const { return kind_ != Kind::unset; }
    [[nodiscard]] int parameter_count() const { return parameter_count_; }
    [[nodiscard]] double at(std::span<const double> arguments) const; ///< it must be set
    /// Everything that it is made of, for an archive.
    template <class Archive> void fields(Archive& archive) {
        archive(kind_, values_, x_, columns_, first_.low, first_.high, second_.low, second_.high);
    }

  private:
    enum class Kind : std::uint8_t { unset, constant, curve, even_curve, surface };
    struct Axis {
        double low = 0, high = 0;
    };
    struct Place {
        std::size_t index = 0;
        double fraction = 0;
    };
    [[nodiscard]] static Place even_place(const Axis& axis, std::size_t count, double x);
    void check_axis(const Axis& axis) const;

    int parameter_count_;
    Kind kind_ = Kind::unset;
    std::vector<double> values_, x_;
    std::size_t columns_ = 1;
    Axis first_, second_;
};

/// Everything here belongs to one world. Drawing and printing happen in runs that take one instance after the other.
class Services {
  public:
    /// Where printed text goes; by default nowhere.
    void set_output(std::function<void(std::string_view)> output) { output_ = std::move(output); }
    void print(std::string_view text) const {
        if (output_) output_(text);
    }

    /// The generator of scop_random, exprand, normrand, poisrand and set_seed.
    [[nodiscard]] math::SequentialRandom& sequential() { return sequential_; }
    /// The number between 0 and 1 at a place of the stream with these ids.
    [[nodiscard]] double stream_unit(double id1, double id2, double id3, double sequence) const;
    /// A number as the id that it stands for: its low 32 bits.
    [[nodiscard]] static double id(double x) { return math::low_bits(x); }
    /// Common to all streams of the world (Random123_globalindex).
    [[nodiscard]] std::uint32_t stream_index() const { return stream_index_; }
    void set_stream_index(std::uint32_t index) { stream_index_ = index; }

    /// The data of FUNCTION_TABLE number `index` of a mechanism. It stays where it is, also when the mechanism is read again.
    [[nodiscard]] FunctionTableData& function_table(const mir::Mechanism& mechanism, std::size_t index);
    /// The same by the function's name; null if the mechanism has no such FUNCTION_TABLE.
    [[nodiscard]] FunctionTableData* find_function_table(const mir::Mechanism& mechanism,
                                                         std::string_view name);

    /// Answers a service that needs no more than this; an error goes to `error`.
    [[nodiscard]] double answer(const mir::Mechanism& mechanism, mir::Service service, std::int64_t which,
                                std::span<const double> arguments, std::optional<ErrorParts>& error);

  private:
    [[nodiscard]] const FunctionTableData* known_table(const mir::Mechanism& mechanism,
                                                       std::size_t index) const;
    [[nodiscard]] std::uint32_t stream_bits(double id1, double id2, double id3, double sequence) const;
    double draw(mir::LegacyRandom distribution, std::span<const double> arguments);

    std::function<void(std::string_view)> output_;
    math::SequentialRandom sequential_;
    std::uint32_t stream_index_ = 0;
    // By mechanism and function. Runs, which may be on several threads, only look.
    std::map<std::string, std::map<std::string, std::unique_ptr<FunctionTableData>>> tables_;
};

/// Text of a printf of NMODL: `format` as C's, whose arguments are all numbers (whole ones for %d and the like).
[[nodiscard]] std::string formatted(std::string_view format, std::span<const double> arguments);

} // namespace ranvier::engine
