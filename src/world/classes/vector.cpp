// SPDX-License-Identifier: BSD-3-Clause
// The table of Vector's methods; what they do stands in vector_*.cpp.
#include "ranvier/world/classes/vector.hpp"

#include "ranvier/world/classes/ref_place.hpp"
#include "vector_methods.hpp"

namespace ranvier::world::classes {

VectorPtr new_vector(state::NumbersPtr numbers) {
    return std::make_shared<Vector>(shared_class(kVectorClass), std::move(numbers));
}

VectorPtr new_vector(std::span<const double> values) {
    auto numbers = std::make_shared<state::Numbers>();
    numbers->assign(values);
    return new_vector(std::move(numbers));
}

VectorPtr vector_argument(const hoc::Arguments& arguments, std::size_t i) {
    return arguments.require<Vector>(i, "a Vector");
}

namespace {

namespace m = vector_methods;

std::size_t element_index(Vector& v, std::span<const double> indices) {
    const double i = indices.empty() ? -1 : indices[0];
    if (!(i >= 0 && i < static_cast<double>(v.size())))
        throw InputError::out_of_range("the index", v.name(), number_text(i),
                                       v.size() ? "0 <= index < " + std::to_string(v.size())
                                                : "none, the Vector is empty");
    return static_cast<std::size_t>(i);
}

hoc::PlacePtr element_place(hoc::Object& o, std::span<const double> indices) {
    auto& v = as<Vector>(o);
    const auto i = element_index(v, indices);
    state::DataRef ref;
    ref.path = v.name() + ".x[" + std::to_string(i) + "]";
    ref.numbers = v.numbers;
    ref.index = i;
    return std::make_shared<RefPlace>(std::move(ref));
}

double get_element(hoc::Object& o, std::span<const double> indices) {
    auto& v = as<Vector>(o);
    return (*v.numbers)[element_index(v, indices)];
}

void set_element(hoc::Object& o, std::span<const double> indices, double value) {
    auto& v = as<Vector>(o);
    (*v.numbers)[element_index(v, indices)] = value;
}

constexpr hoc::Member row(std::string_view name, std::string_view signature, std::string_view summary,
                          m::Method* method) {
    return {.name = name, .signature = signature, .summary = summary, .call = method};
}

constexpr hoc::Member kMembers[] = {
    {.name = "x",
     .kind = hoc::MemberKind::number,
     .summary = "Elements by index",
     .place = element_place,
     .dimensions = 1,
     .get = get_element,
     .set = set_element},
    // contents
    row("size", "() -> int", "Number of elements", m::size),
    row("resize", "(n) -> Vector", "New elements are 0", m::resize),
    row("clear", "() -> Vector", "No elements", m::clear),
    row("buffer_size", "([n]) -> int", "For how many elements there is memory; makes room for more",
        m::buffer_size),
    row("label", "([text]) -> str", "A name for plots", m::label),
    row("get", "(i) -> float", "An element", m::get),
    row("set", "(i, value) -> Vector", "Assign an element", m::set),
    row("append", "(values...) -> Vector", "Add numbers and Vectors at the end", m::append),
    row("insrt", "(i, values) -> Vector", "Insert a number or a Vector", m::insrt),
    row("remove", "(start[, end]) -> Vector", "Take elements out", m::remove),
    row("fill", "(value[, start, end]) -> Vector", "Set elements", m::fill),
    row("indgen", "([start, stop,] step) -> Vector",
        "Equidistant values: indgen(step), indgen(start, step) fill; indgen(start, stop, step) sizes and "
        "fills",
        m::indgen),
    row("copy", "(source[, to][, start, end]) -> Vector", "Take over elements of another Vector", m::copy),
    row("c", "([start, end]) -> Vector", "A copy; of a range both ends belong to it", m::clone),
    row("cl", "([start, end]) -> Vector", "A copy with the label", m::clone_labelled),
    row("at", "([start, end]) -> Vector", "A copy", m::at),
    row("eq", "(other) -> float", "1 if both hold the same numbers", m::equals),
    row("from_double", "(n, reference) -> Vector", "Copy n numbers that lie in a row", m::from_double),
    row("reverse", "() -> Vector", "The last element first", m::reverse),
    row("rotate", "(n[, 0]) -> Vector",
        "Move all elements n places to the right; with a 0, what comes round is 0", m::rotate),
    // arithmetic
    row("add", "(value or Vector) -> Vector", "In place", m::add),
    row("sub", "(value or Vector) -> Vector", "In place", m::sub),
    row("mul", "(value or Vector) -> Vector", "In place", m::mul),
    row("div", "(value or Vector) -> Vector", "In place", m::div),
    row("abs", "([source]) -> Vector", "Magnitudes", m::absolute),
    row("sqrt", "([source]) -> Vector", "Square roots", m::square_root),
    row("log", "([source]) -> Vector", "Natural logarithms", m::logarithm),
    row("log10", "([source]) -> Vector", "Decimal logarithms", m::decimal_logarithm),
    row("tanh", "([source]) -> Vector", "Hyperbolic tangents", m::hyperbolic_tangent),
    row("floor", "([source]) -> Vector", "Whole numbers below", m::round_down),
    row("pow", "([source,] p) -> Vector", "Powers", m::power),
    row("sin", "(frequency, phase[, dt]) -> Vector", "A sine [Hz, radians, ms]", m::sine),
    row("scale", "(low, high) -> float", "Between these extremes; returns the factor", m::scale),
    row("apply", "(function[, start, end]) -> Vector", "A function of each element, by name or as a callable",
        m::apply),
    row("reduce", "(function[, base, start, end]) -> float", "base and the sum of a function of the elements",
        m::reduce),
    row("fit", "(fitted, model, x, reference, ...) -> float",
        "Fit line, quad, exp1, exp2, charging or a function (x, parameters...) to these values at x; the "
        "fitted "
        "values go into `fitted`. Returns the mean square error",
        m::fit),
    // statistics
    row("sum", "([start, end]) -> float", "Sum", m::sum),
    row("sumsq", "([start, end]) -> float", "Sum of squares", m::sum_of_squares),
    row("mean", "([start, end]) -> float", "Mean", m::mean),
    row("var", "([start, end]) -> float", "Variance of a sample (divisor n - 1)", m::variance),
    row("stdev", "([start, end]) -> float", "Standard deviation of a sample", m::deviation),
    row("stderr", "([start, end]) -> float", "Standard error of the mean", m::standard_error),
    row("median", "([start, end]) -> float", "Median", m::median),
    row("min", "([start, end]) -> float", "Smallest; 0 of none", m::smallest),
    row("max", "([start, end]) -> float", "Largest; 0 of none", m::largest),
    row("min_ind", "([start, end]) -> int", "Where the smallest is; -1 of none", m::where_smallest),
    row("max_ind", "([start, end]) -> int", "Where the largest is; -1 of none", m::where_largest),
    row("dot", "(other) -> float", "Scalar product", m::dot),
    row("mag", "() -> float", "Length", m::magnitude),
    row("meansqerr", "(other[, weights]) -> float", "Mean of squared differences", m::mean_square_error),
    row("sort", "() -> Vector", "The smallest first", m::sort),
    row("sortindex", "([target]) -> Vector", "Indices that would sort it", m::sort_index),
    // search
    row("contains", "(value) -> bool", "Whether an element is within 1e-11 of it", m::contains),
    row("indwhere", "(comparison, value[, upper]) -> int", "First index where it holds, or -1",
        m::first_where),
    row("indvwhere", "([source,] comparison, value[, upper]) -> Vector", "Indices where it holds",
        m::indices_where),
    row("where", "([source,] comparison, value[, upper]) -> Vector", "Elements for which it holds",
        m::values_where),
    row("ind", "(indices) -> Vector", "Elements with these indices; others are left out", m::pick),
    row("index", "(source, indices) -> Vector",
        "Elements of another with these indices, 0 where there is none", m::pick_from),
    // curves
    row("plot", "(graph[, x or dx][, color, brush]) -> Vector",
        "A curve on a graph that follows the elements", m::plot),
    row("line", "(graph[, x or dx][, color, brush]) -> Vector",
        "A curve on a graph of the elements as they are", m::line),
    row("mark", "(graph, x or dx[, shape, size, color, brush]) -> Vector", "Marks on a graph", m::mark),
    row("ploterr", "(graph, x, error[, size, color, brush]) -> Vector", "Bars of errors on a graph",
        m::plot_errors),
    row("integral", "([source,] dx) -> Vector", "Running sum whose first element is the source's",
        m::integral),
    row("deriv", "([source,] dx[, method]) -> Vector", "Differences: 1 of neighbours, 2 central (default)",
        m::derivative),
    row("interpolate", "(x, source x[, source y]) -> Vector", "The source's curve at x", m::interpolate),
    row("resample", "([source,] rate) -> Vector", "rate times as many elements", m::resample),
    row("rebin", "([source,] n) -> Vector", "Sums of n elements", m::rebin),
    row("medfltr", "([source][, points]) -> Vector", "Medians of a window around each element",
        m::median_filter),
    row("inf", "(i, dt, gl, el, cm, th, res[, ref]) -> Vector", "v of a cell that integrates and fires",
        m::integrate_and_fire),
    row("spikebin", "(source, threshold) -> Vector", "1 where the source comes to the threshold",
        m::spike_bins),
    // histograms
    row("histogram", "(low, high, width) -> Vector", "Counts, with one bin more at each end", m::histogram),
    row("hist", "(source, start, size, width) -> Vector", "Counts of another", m::counts),
    row("sumgauss", "(low, high, step, variance[, weights]) -> Vector",
        "Sum of normal densities around the elements", m::sum_of_gaussians),
    row("smhist", "(source, start, size, step, variance[, weights]) -> Vector",
        "A histogram of normal densities", m::smooth_histogram),
    row("psth", "(counts, dt, trials, size) -> Vector",
        "Rates [Hz] from bins that hold at least `size` events", m::adaptive_histogram),
    row("trigavg", "(data, triggers, before, after) -> float", "Mean of stretches around triggers; how many",
        m::trigger_average),
    // transforms
    row("fft", "([source,] direction) -> Vector", "Fourier transform (1) and back (-1)", m::fourier),
    row("convlv", "(source, response[, direction]) -> Vector", "Convolution (1) and back (-1)", m::convolve),
    row("correl", "(source[, other]) -> Vector", "Correlation", m::correlate),
    row("filter", "([source,] gains) -> Vector", "A filter by its gains at equidistant frequencies",
        m::filter),
    row("spctrm", "(source) -> Vector", "Power by frequency", m::power_spectrum),
    // files
    row("printf", "([file,] [format,] [start, end]) -> int", "Write as text", m::print_to),
    row("scanf", "(file[, n][, column, columns]) -> int", "Read from text", m::scan_from),
    row("scantil", "(file, sentinel[, column, columns]) -> int", "Read from text up to a number",
        m::scan_until),
    row("fwrite", "(file[, start, end]) -> int", "Write as doubles", m::write_numbers),
    row("fread", "(file[, n[, kind]]) -> float", "Read numbers of a kind", m::read_numbers),
    row("vwrite", "(file[, kind]) -> float", "Write with size and kind", m::write_typed),
    row("vread", "(file) -> float", "Read what vwrite wrote", m::read_typed),
    // random numbers
    row("setrand", "(Random[, start, end]) -> Vector", "Numbers of a Random", m::draw),
    row("addrand", "(Random[, start, end]) -> Vector", "Add numbers of a Random", m::add_draws),
};

} // namespace

const Declaration kVectorClass = {
    .name = "Vector",
    .signature = "([n[, value]] or iterable)",
    .summary = "A growing array of numbers",
    .members = kMembers,
    .make = [](BuiltinClass&, const hoc::Arguments& a) -> hoc::ObjectPtr {
        auto made = new_vector();
        if (a.has(0))
            made->numbers->resize(m::size_from(a.number(0), "the size", "Vector"), a.number_or(1, 0));
        return made;
    },
    .takes_sequences = true,
    .is_shared = true};

} // namespace ranvier::world::classes
