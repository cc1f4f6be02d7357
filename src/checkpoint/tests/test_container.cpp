// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/checkpoint/container.hpp"

#include <gtest/gtest.h>

#include "ranvier/checkpoint/blake2b.hpp"

namespace ranvier::checkpoint {
namespace {

std::vector<std::byte> bytes_of(std::string_view text) {
    std::vector<std::byte> out(text.size());
    std::memcpy(out.data(), text.data(), text.size());
    return out;
}

std::string hex(const Hash& hash) {
    std::string out;
    constexpr char kDigits[] = "0123456789abcdef";
    for (const auto b : hash) {
        out += kDigits[b >> 4U];
        out += kDigits[b & 15U];
    }
    return out;
}

constexpr Kind kKind{"RVTESTXX", 3, "a test of Ranvier"};

std::string error_of(std::vector<std::byte> bytes) {
    try {
        static_cast<void>(Container::unpack(std::move(bytes), kKind, "a.rv"));
    } catch (const IoError& error) {
        return error.what();
    }
    return "";
}

std::vector<std::byte> example() {
    Container out;
    Writer writer;
    writer(std::string("soma"), 3.5, std::vector<double>{1, 2, 3});
    out.add("first", writer.take());
    out.add("empty", {});
    out.add("second",
            bytes_of("some text that is longer than a block of the hash, which has 128 bytes, so that "
                     "more than one of them is needed to get it all hashed"));
    return out.pack(kKind);
}

// Values of RFC 7693's reference implementation, of 32 bytes.
TEST(Blake2b, GivesTheKnownValues) {
    EXPECT_EQ(hex(blake2b({})), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    EXPECT_EQ(hex(blake2b(bytes_of("abc"))),
              "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    EXPECT_EQ(hex(blake2b(bytes_of(std::string(128, 'a')))),
              "ae2aa48507885c4c950fb809b2076f959cde9f8ea6da260d9a3587df33dac450");
    EXPECT_EQ(hex(blake2b(bytes_of(std::string(1000, 'a')))),
              "e00b0ddbf1e2cdaf5c898e1a5e8826ea3a2c339bcf2a478da2e5fca9ff126672");
}

TEST(Container, ReadsWhatItWrote) {
    const auto read = Container::unpack(example(), kKind, "a.rv");
    auto first = read.section("first");
    EXPECT_EQ(first.read<std::string>(), "soma");
    EXPECT_EQ(first.read<double>(), 3.5);
    EXPECT_EQ(first.read<std::vector<double>>(), (std::vector<double>{1, 2, 3}));
    first.end();
    EXPECT_TRUE(read.has("empty"));
    EXPECT_FALSE(read.has("third"));
    EXPECT_THROW(static_cast<void>(read.section("third")), IoError);
}

TEST(Container, RefusesEveryFlippedBit) {
    const auto good = example();
    ASSERT_EQ(error_of(good), "");
    for (std::size_t i = 0; i < good.size(); ++i)
        for (unsigned bit = 0; bit < 8; ++bit) {
            auto bad = good;
            bad[i] ^= std::byte{static_cast<unsigned char>(1U << bit)};
            EXPECT_NE(error_of(bad), "") << "byte " << i << " bit " << bit;
        }
}

TEST(Container, RefusesEveryLength) {
    const auto good = example();
    for (std::size_t n = 0; n < good.size(); ++n)
        EXPECT_NE(error_of({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(n)}), "") << n;
    auto longer = good;
    longer.push_back(std::byte{0});
    EXPECT_NE(error_of(longer).find("1 bytes too many"), std::string::npos);
}

TEST(Container, SaysWhichWayItIsWrong) {
    EXPECT_NE(error_of(bytes_of("no such file at all, whatever it is")).find("not a test of Ranvier"),
              std::string::npos);
    EXPECT_NE(error_of({}).find("empty"), std::string::npos);
    Container newer;
    const auto bytes = newer.pack({kKind.magic, kKind.version + 1, kKind.noun});
    EXPECT_NE(error_of(bytes).find("newer"), std::string::npos);
}

TEST(Reader, RefusesWhatDoesNotFit) {
    Writer writer;
    writer(std::uint64_t{1} << 60U);
    const auto bytes = writer.take();
    Reader reader(bytes, "list");
    EXPECT_THROW(static_cast<void>(reader.read<std::vector<double>>()), IoError);
    Reader text(bytes, "text");
    EXPECT_THROW(static_cast<void>(text.read<std::string>()), IoError);
    Reader rest(bytes, "rest");
    static_cast<void>(rest.read<std::uint32_t>());
    EXPECT_THROW(rest.end(), IoError);
}

} // namespace
} // namespace ranvier::checkpoint
