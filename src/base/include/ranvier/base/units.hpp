// SPDX-License-Identifier: BSD-3-Clause
// The canonical unit of each quantity and the constants that convert at the border (docs/units.md).
//   time ms, potential mV, length um, current nA, current density mA/cm2, conductance uS, conductance density S/cm2,
//   specific capacitance uF/cm2, resistivity ohm cm, axial resistance Mohm, concentration mM, temperature degC.
#pragma once

namespace ranvier::units {

inline constexpr double kPi = 3.14159265358979323846;
/// CODATA 2018, exact products: e N_A [C/mol], k N_A [J/(mol K)].
inline constexpr double kFaraday = 96485.332123310014;
inline constexpr double kGasConstant = 8.3144626181532395;
inline constexpr double kZeroCelsius = 273.15; ///< [K]

/// nA over um2 to mA/cm2: 1 nA/um2 = 100 mA/cm2.
inline constexpr double kNanoampPerSquareMicron = 100.0;
/// uF/cm2 times mV/ms is uA/cm2; to mA/cm2.
inline constexpr double kMilliampPerMicroamp = 1e-3;
/// ohm cm times um / um2 to Mohm.
inline constexpr double kMegohmPerOhmCmPerMicron = 1e-2;

} // namespace ranvier::units
