/** Sizes in CSS pixels; the stroke grows with the ring but stays thin. */
const SIZES = { small: [20, 2.5], medium: [40, 3], large: [88, 4] } as const;

export interface RingProps {
  /** Verified ÷ expected, from 0; above 1 the ring is full */
  share: number;
  size?: keyof typeof SIZES;
  /** What a screen reader says; without it the ring is decoration beside words */
  label?: string;
  /** Time is being counted now */
  active?: boolean;
  children?: React.ReactNode;
}

/** The attention meter's ring: fills as seconds are verified, the same at every size. */
export function Ring({ share, size = "medium", label, active = false, children }: RingProps) {
  const [box, stroke] = SIZES[size];
  const radius = (box - stroke) / 2;
  const length = 2 * Math.PI * radius;
  const filled = Math.min(Math.max(share, 0), 1);
  const meter = label
    ? {
        role: "meter" as const,
        "aria-label": label,
        "aria-valuemin": 0,
        "aria-valuemax": 100,
        "aria-valuenow": Math.round(filled * 100),
      }
    : {};
  return (
    <span {...meter} className="relative inline-grid shrink-0 place-items-center" style={{ width: box, height: box }}>
      <svg
        aria-hidden="true"
        width={box}
        height={box}
        viewBox={`0 0 ${box} ${box}`}
        className="absolute inset-0 overflow-visible"
      >
        <circle cx={box / 2} cy={box / 2} r={radius} fill="none" stroke="var(--track)" strokeWidth={stroke} />
        {filled > 0 && (
          <circle
            cx={box / 2}
            cy={box / 2}
            r={radius}
            fill="none"
            stroke="var(--attention)"
            strokeWidth={stroke}
            strokeLinecap={filled < 1 ? "round" : "butt"}
            strokeDasharray={`${filled * length} ${length}`}
            transform={`rotate(-90 ${box / 2} ${box / 2})`}
            className="transition-[stroke-dasharray] duration-700 ease-out"
          />
        )}
        {active && <circle cx={box / 2} cy={stroke / 2} r={stroke * 0.85} fill="var(--attention)" />}
      </svg>
      {children}
    </span>
  );
}
