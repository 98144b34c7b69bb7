package expertise

import "math"

// matrix is square.
type matrix [][]float64

func newMatrix(n int) matrix {
	m, cells := make(matrix, n), make([]float64, n*n)
	for i := range m {
		m[i] = cells[i*n : (i+1)*n : (i+1)*n]
	}
	return m
}

// eigen finds the values and the vectors, in columns, of a symmetric matrix, which it
// leaves in pieces, and has no negative value: Jacobi's rotations, each of which makes an entry zero, until all are.
func (m matrix) eigen() (values []float64, vectors matrix) {
	n := len(m)
	vectors = newMatrix(n)
	for i := range n {
		vectors[i][i] = 1
	}
	for range 60 { // sweeps; ten are many
		off, on := 0.0, 0.0
		for i := range n {
			on += m[i][i] * m[i][i]
			for j := range i {
				off += m[i][j] * m[i][j]
			}
		}
		if off <= 1e-24*(on+off) {
			break
		}
		for p := range n {
			for q := p + 1; q < n; q++ {
				if m[p][q] != 0 {
					m.rotate(vectors, p, q)
				}
			}
		}
	}
	values = make([]float64, n)
	for i := range n {
		values[i] = max(m[i][i], 0)
	}
	return values, vectors
}

// rotate makes m[p][q] zero.
func (m matrix) rotate(vectors matrix, p, q int) {
	theta := (m[q][q] - m[p][p]) / (2 * m[p][q])
	t := math.Copysign(1, theta) / (math.Abs(theta) + math.Hypot(theta, 1))
	c := 1 / math.Hypot(t, 1)
	s := t * c
	for k := range m {
		m[k][p], m[k][q] = c*m[k][p]-s*m[k][q], s*m[k][p]+c*m[k][q]
	}
	for k := range m {
		m[p][k], m[q][k] = c*m[p][k]-s*m[q][k], s*m[p][k]+c*m[q][k]
	}
	for k := range m {
		vectors[k][p], vectors[k][q] = c*vectors[k][p]-s*vectors[k][q], s*vectors[k][p]+c*vectors[k][q]
	}
}
