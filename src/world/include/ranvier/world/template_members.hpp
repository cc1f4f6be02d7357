// SPDX-License-Identifier: BSD-3-Clause
// Members of hoc's objects for languages in which it is no rule that only public names of a template can be reached.
#pragma once

#include "ranvier/hoc/template_members.hpp" // IWYU pragma: export
