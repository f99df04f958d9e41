"""The water page: gauges against their marks, rain by township, the tide ahead."""
