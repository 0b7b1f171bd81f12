"""Which flows a token takes when it leaves an activity."""

from __future__ import annotations

from tongban.core.process.engine.step import Step, label
from tongban.core.process.kinds import Kind
from tongban.core.process.model import Activity, Flow
from tongban.core.process.state import ProcessFault
from tongban.core.text import Text


def ways_out(step: Step, activity: Activity, token: int) -> list[Flow]:
    """One behind an exclusive gateway; elsewhere all whose conditions hold, or the default, or simply all."""
    if activity.kind is Kind.EXCLUSIVE:
        return [way_on(step, activity, token)]
    ways = step.process.ways_from(activity.id)
    if activity.default is None and all(flow.condition is None for flow in ways):
        return ways
    held = [
        flow
        for flow in ways
        if flow.id != activity.default and (flow.condition is None or step.holds(activity, flow.condition, token))
    ]
    if not held and activity.default:
        return [step.process.flows[activity.default]]
    if not held:
        raise _no_way(step, activity, token)
    return held


def way_on(step: Step, gateway: Activity, token: int) -> Flow:
    """The first flow whose condition is true, else the default."""
    for flow in step.process.ways_from(gateway.id):
        if flow.id == gateway.default:
            continue
        if flow.condition is None or step.holds(gateway, flow.condition, token):
            return flow
    if gateway.default:
        return step.process.flows[gateway.default]
    raise _no_way(step, gateway, token)


def _no_way(step: Step, activity: Activity, token: int) -> ProcessFault:
    name, outcome = label(step.process, activity.id), step.context(token).get("outcome")
    return ProcessFault(
        Text(
            f"「{name}」沒有一個條件成立（結果：{outcome}），案件無法前進。",
            f"No condition holds at {name} (outcome: {outcome}); the case cannot go on.",
        ),
        activity.id,
    )
